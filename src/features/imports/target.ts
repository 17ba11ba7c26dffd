import type { Field } from '#features/fields/index.ts';

/** What a column may mean, besides custom fields (`account:<id>`, `contact:<id>`). Empty: nothing. */
export const targets = [
  'account.name',
  'account.reference',
  'account.plan',
  'account.place',
  'account.phone',
  'account.website',
  'contact.name',
  'contact.first-name',
  'contact.last-name',
  'contact.email',
  'contact.title',
  'contact.phone',
  'contact.flags',
] as const;
export type Target = (typeof targets)[number];

export const fieldTarget = (field: Pick<Field, 'subject' | 'id'>): string => `${field.subject}:${field.id}`;

const guesses: [Target, RegExp][] = [
  ['contact.flags', /^(is|flags?|asked for|zust[äa]ndig( f[üu]r)?)$/],
  ['contact.email', /mail/],
  ['account.reference', /(customer|account|kunden?).?(no|number|nummer|nr|id)|reference|debitor/],
  ['account.website', /web|url|homepage|domain/],
  ['account.plan', /plan|tarif|package|paket/],
  ['account.place', /city|place|town|ort|stadt|location/],
  ['contact.title', /job|title|position|funktion|aufgabe/],
  ['contact.first-name', /first.?name|given.?name|vorname|forename/],
  ['contact.last-name', /last.?name|surname|family.?name|nachname|zuname/],
  ['contact.name', /contact|person|ansprechpartner|full.?name|kontakt/],
  ['account.name', /company|account|customer|firma|kunde|organi[sz]ation/],
  ['account.name', /^name$/],
  ['contact.name', /^name$/],
  ['contact.phone', /mobile|mobil|direct/],
  ['account.phone', /phone|tel/],
];

const meaningOf = (title: string, taken: ReadonlySet<string>): Target | undefined =>
  guesses.find(([target, words]) => !taken.has(target) && words.test(title.trim().toLowerCase()))?.[0];

/** What each column seems to mean, by its title, or by addresses in it; no meaning is given twice. */
export function guessMapping(header: string[], fields: readonly Field[], lines: readonly string[][] = []): string[] {
  const byTitle = guessedByTitle(header, fields);
  if (byTitle.includes('contact.email')) return byTitle;
  const addresses = byTitle.findIndex((target, index) => target === '' && holdsAddresses(lines, index));
  return byTitle.map((target, index) => (index === addresses ? 'contact.email' : target));
}

function holdsAddresses(lines: readonly string[][], index: number): boolean {
  const cells = lines.slice(0, 50).flatMap((line) => line[index] || []);
  return cells.length > 0 && cells.every((cell) => /^[^@\s]+@[^@\s]+$/.test(cell));
}

function guessedByTitle(header: string[], fields: readonly Field[]): string[] {
  const taken = new Set<string>();
  const says = (target: Target) => header.some((title) => meaningOf(title, taken) === target);
  // Beside a column that says company, a mere "Name" is a person's; beside first names it is the other one.
  const named = header.some((title) => meaningOf(title, taken) === 'account.name' && !isName(title));
  const name: Target | undefined =
    says('contact.first-name') && !says('contact.last-name') ? 'contact.last-name' : named ? 'contact.name' : undefined;
  let before = '';
  return header.map((title) => {
    const own = fields.find(
      (field) => field.kind !== 'file' && field.label.toLowerCase() === title.trim().toLowerCase(),
    );
    const wide = own ? fieldTarget(own) : meaningOf(title, taken);
    const meant = isName(title) && wide === 'account.name' && name ? name : wide;
    // What stands among a person's columns is theirs: their company has one number for all of them.
    const guess = meant === 'account.phone' && before.startsWith('contact') ? 'contact.phone' : meant;
    if (!guess || taken.has(guess)) return '';
    taken.add(guess);
    before = guess;
    return guess;
  });
}

const isName = (title: string): boolean => /^\s*name\s*$/i.test(title);
