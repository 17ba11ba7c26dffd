import type { Reader } from '#platform/i18n/reader.ts';
import type { Body, Lost } from './body.ts';
import { say } from './messages.ts';

const kinds = ['script', 'style', 'image', 'embed', 'form', 'link', 'drawing', 'rest'] as const satisfies Lost[];

/** What a save left out, as it stands in the address that follows it: image-2.script-1. */
export const lostIn = (lost: Body['lost']): string =>
  kinds.flatMap((kind) => (lost[kind] ? [`${kind}-${lost[kind]}`] : [])).join('.');

export const readLost = (said: string | undefined): [Lost, number][] =>
  (said ?? '')
    .slice(0, 200)
    .split('.')
    .flatMap((part) => {
      const [name, n] = part.split('-');
      const kind = kinds.find((one) => one === name);
      return kind && /^[1-9]\d{0,6}$/.test(n ?? '') ? [[kind, Number(n)] as [Lost, number]] : [];
    });

export const lostWords = (reader: Reader, kind: Lost, n: number): string => say(reader, `lost.${kind}`, { n });
