import { sha256Hex } from '#platform/crypto.ts';

/** Of which save of ours a page is that was taken out, and whether it still says what it said then. */
export interface Taken {
  revision: number;
  digest: string;
  same: boolean;
}

const LINE = /^taken: (\S+) (\d{1,9}) ([0-9a-f]{64})\r?\n/m;

/** However a program ends its lines, and whether it ends the last one. */
const digestOf = (page: string): string =>
  sha256Hex(
    page
      .replace(LINE, '')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n')
      .trimEnd(),
  );

/** A line for the head of a page that is taken out, which stands in it without this line. */
export const takenLine = (page: string, locale: string, revision: number): string =>
  `taken: ${locale} ${revision} ${digestOf(page)}\n`;

/** Whether a page was taken out of a help center like ours, in whichever language it comes back. */
export const isTakenOut = (page: string): boolean => LINE.test(page.slice(0, 20_000));

/** What that line says of a page that comes back: nothing of a copy in another language. */
export function takenOf(page: string, locale: string): Taken | undefined {
  const [, language, revision, digest = ''] = LINE.exec(page.slice(0, 20_000)) ?? [];
  if (language !== locale) return undefined;
  return { revision: Number(revision), digest, same: digest === digestOf(page) };
}
