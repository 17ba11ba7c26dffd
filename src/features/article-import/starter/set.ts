import { byPreset } from './by-preset.ts';
import { everywhere } from './everywhere.ts';
import type { Both, Outline, Preset } from './outline.ts';

/** The twenty questions that customers of a trade ask most. */
export const starterSet = (preset: Preset): readonly Outline[] => [...everywhere, ...byPreset[preset]];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const inLocale = (both: Both, locale: string): string => both[locale === 'de' ? 1 : 0];

export const titleOf = ({ title }: Pick<Outline, 'title'>, locale: string): string => inLocale(title, locale);

/** Headings with what to write under each. Nothing in it is a fact: whoever publishes it has to have written one. */
export const bodyOf = ({ parts }: Pick<Outline, 'parts'>, locale: string): string =>
  parts
    .map(([heading, prompt]) => [inLocale(heading, locale), inLocale(prompt, locale)])
    .map(([heading = '', prompt = '']) => `<h2>${escaped(heading)}</h2><p><em>${escaped(prompt)}</em></p>`)
    .join('');
