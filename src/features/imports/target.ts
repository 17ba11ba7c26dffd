import { type Field, namesOf } from '#features/fields/index.ts';

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

/** Titles as the programs write them that lists come from, in English and German: these before any guess, the first one first. */
const called: [Target, string[]][] = [
  ['contact.email', ['email', 'e-mail', 'email address', 'e-mail address', 'e-mail-adresse', 'e-mail 1 - value']],
  ['contact.first-name', ['first name', 'given name', 'vorname']],
  ['contact.last-name', ['last name', 'family name', 'surname', 'nachname']],
  ['contact.title', ['job title', 'organization title', 'organization 1 - title', 'position', 'berufsbezeichnung']],
  [
    'contact.phone',
    ['business phone', 'mobile phone', 'phone 1 - value', 'telefon geschäftlich', 'mobiltelefon', 'mobile', 'mobil'],
  ],
  [
    'account.name',
    [
      ...[
        'associated company',
        'zugehöriges unternehmen',
        'company',
        'company name',
        'account name',
        'organization name',
      ],
      ...['organization', 'organization 1 - name', 'firma', 'firmenname', 'unternehmen', 'unternehmensname'],
    ],
  ],
  ['account.phone', ['company main phone', 'telefon firma']],
  [
    'account.place',
    ['business city', 'mailing city', 'billing city', 'address 1 - city', 'ort geschäftlich', 'city', 'ort'],
  ],
  ['account.website', ['company domain name', 'website url', 'website', 'website 1 - value', 'web page', 'webseite']],
];

/** What says something of a company or person, and is not what they are called. */
const noName =
  /(^|[^a-z])ids?($|[^a-z])|owner|manager|assist|inhaber|besitzer|zuständig|verantwortlich|status|typ|date|datum|since|seit|phone|telef|mobil|fax/;

const company = /company|account|customer|firma|kunde|organi[sz]ation|unternehmen/;

const guesses: [Target, RegExp, RegExp?][] = [
  ['contact.flags', /^(is|flags?|asked for|zust[äa]ndig( f[üu]r)?)$/],
  ['contact.email', /mail/],
  ['account.reference', /(customer|account|kunden?).?(no|number|nummer|nr|id)|reference|debitor/],
  ['account.website', /web|url|homepage|domain/],
  ['account.plan', /plan|tarif|package|paket/],
  ['account.place', /city|place|town|(^|[^a-z]|wohn|stand|firmen)ort($|[^a-z])|stadt|location/],
  ['contact.title', /job|title|position|funktion|aufgabe/],
  ['contact.first-name', /first.?name|given.?name|vorname|forename/],
  ['contact.last-name', /last.?name|surname|family.?name|nachname|zuname/],
  ['contact.name', /contact|person|ansprechpartner|full.?name|kontakt/, noName],
  ['account.name', company, noName],
  ['contact.phone', /mobile|mobil|direct (dial|line|phone)|durchwahl|(contact|person|ansprechpartner).*(phone|tel)/],
  ['account.phone', /phone|tel/],
];

const plain = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ');

const meaningOf = (title: string, taken: ReadonlySet<string>): Target | undefined =>
  guesses.find(([target, words, not]) => {
    return !taken.has(target) && words.test(plain(title)) && !not?.test(plain(title));
  })?.[0];

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
  const found = new Map<number, string>();
  const taken = new Set<string>();
  const take = (index: number, target: string) => {
    if (index < 0 || taken.has(target)) return;
    found.set(index, target);
    taken.add(target);
  };
  for (const [index, title] of header.entries()) {
    const own = fields.find(
      (field) => field.kind !== 'file' && namesOf(field).some((name) => plain(name) === plain(title)),
    );
    if (own) take(index, fieldTarget(own));
  }
  for (const [target, titles] of called)
    for (const title of titles)
      take(
        header.findIndex((one, index) => !found.has(index) && plain(one) === title),
        target,
      );
  const nothing = new Set<string>();
  const says = (target: Target) => taken.has(target) || header.some((title) => meaningOf(title, nothing) === target);
  const [first, last] = [says('contact.first-name'), says('contact.last-name')];
  // Beside first names a mere "Name" is the other one, beside a column that says company a person's.
  const name = first ? 'contact.last-name' : says('account.name') ? 'contact.name' : 'account.name';
  if (first && last) taken.add('contact.name');
  let before = '';
  for (const [index, title] of header.entries()) {
    const meant = isName(title) ? name : meaningOf(title, taken);
    // What stands among a person's columns is theirs, and in a list of people altogether: their company has one number for all of them.
    const theirs = meant === 'account.phone' && !company.test(plain(title)) && (first || before.startsWith('contact'));
    if (meant && !found.has(index)) take(index, theirs ? 'contact.phone' : meant);
    before = found.get(index) ?? before;
  }
  return header.map((_, index) => found.get(index) ?? '');
}

const isName = (title: string): boolean => plain(title) === 'name';
