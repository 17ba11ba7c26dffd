import { z } from 'zod';
import { allSeen, seenLine } from '#platform/http/line.ts';
import { type Locale, locales } from '#platform/i18n/reader.ts';

/** How a field speaks in one language. */
export interface FieldWords {
  label: string;
  hint: string;
  /** By the choice as it is kept in values. */
  choices: Readonly<Record<string, string>>;
}

/** In languages other than the one it was made in. */
export type Words = Partial<Record<Locale, FieldWords>>;

/** What a field is called in its own words, and in every language it has. */
export const namesOf = ({ base, words }: { base: Pick<FieldWords, 'label'>; words: Words }): string[] => [
  base.label,
  ...Object.values(words).flatMap(({ label }) => label || []),
];

/** The languages a form asks for besides the business's own, and those that are there already. */
export const otherLanguages = (own: string, words: Words = {}): Locale[] =>
  locales.filter((locale) => locale !== own || words[locale] !== undefined);

export const wordNames = <L extends Locale>(locale: L) =>
  ({ label: `label_${locale}`, hint: `hint_${locale}`, choices: `choices_${locale}` }) as const;

export const labelLine = seenLine(80, 'error.label.long', 'error.unseen');
export const hintLine = seenLine(200, 'error.hint.long', 'error.unseen').optional().default('');
export const choiceLines = z
  .string()
  .optional()
  .default('')
  .transform((text) =>
    text
      .split(/\r?\n/)
      .map((each) => each.trim())
      .filter(Boolean),
  )
  .refine((all) => all.length <= 100 && all.every((each) => each.length <= 100), 'error.choices.long')
  .refine((all) => all.every(allSeen), 'error.unseen');

const otherLabel = labelLine.optional().default('');

/** The fields of a form for one more language: none of them has to be filled in. */
export const wordFields = <L extends Locale>(locale: L) => {
  const names = wordNames(locale);
  return { [names.label]: otherLabel, [names.hint]: hintLine, [names.choices]: choiceLines } as Record<
    `label_${L}`,
    typeof otherLabel
  > &
    Record<`hint_${L}`, typeof hintLine> &
    Record<`choices_${L}`, typeof choiceLines>;
};

type Typed = { choices: string[] } & Record<`label_${Locale}` | `hint_${Locale}`, string> &
  Record<`choices_${Locale}`, string[]>;

/** Choices in another language stand line by line beside those they are. */
export function choicesHaveWords(typed: Typed, check: z.RefinementCtx): void {
  for (const locale of locales) {
    const { choices } = wordNames(locale);
    const lines = typed[choices].length;
    if (lines > 0 && lines !== typed.choices.length)
      check.addIssue({ code: 'custom', path: [choices], message: 'error.choices.words' });
  }
}

export function wordsIn(typed: Typed): Words {
  const words: Words = {};
  for (const locale of locales) {
    const names = wordNames(locale);
    const [label, hint, lines] = [typed[names.label], typed[names.hint], typed[names.choices]];
    if (!label && !hint && lines.length === 0) continue;
    const choices = lines.length > 0 ? Object.fromEntries(typed.choices.map((choice, at) => [choice, lines[at]!])) : {};
    words[locale] = { label, hint, choices };
  }
  return words;
}

/** What stands in the form of a field, in the languages besides its own. */
export const typedWords = (words: Words, choices: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    locales.flatMap((locale) => {
      const names = wordNames(locale);
      const { label = '', hint = '', choices: said = {} } = words[locale] ?? {};
      const lines = Object.keys(said).length > 0 ? choices.map((choice) => said[choice] ?? choice).join('\n') : '';
      return [
        [names.label, label],
        [names.hint, hint],
        [names.choices, lines],
      ];
    }),
  );

/** The same for the log: "label (de)". */
export const wordFacts = (words: Words, choices: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typedWords(words, choices)).map(([name, text]) => [name.replace(/_(.+)$/, ' ($1)'), text]),
  );
