import { type Field, readValue } from '#features/fields/index.ts';
import { emailAddress } from '#features/identity/index.ts';
import type { Flag } from '#platform/flags.ts';
import { allSeen, isPhone } from '#platform/http/line.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { fieldTarget } from './target.ts';

export interface KnownAccount {
  id: string;
  name: string;
  plan: string;
  place: string;
  phone: string;
  website: string;
  reference: string;
}

export interface KnownContact {
  id: string;
  accountId: string;
  name: string;
  email: string;
  title: string;
  phone: string;
  flags: Flag[];
}

/** All that lines are held against; a plan adds what it makes, so that two lines of one customer make it once. */
export interface Known {
  byReference: Map<string, KnownAccount>;
  byName: Map<string, KnownAccount>;
  /** By account and address. */
  contacts: Map<string, KnownContact>;
  /** The first contact of each account that has one. */
  firsts: Map<string, string>;
  /** Numbers of customers that are put away, and people who are listed under another name or customer now: both still have their place. */
  putAway: ReadonlySet<string>;
  elsewhere: ReadonlySet<string>;
  team: Set<string>;
  fields: readonly Field[];
  people: ReadonlySet<string>;
  /** Their ids by name, of names that one of them alone has. */
  named: ReadonlyMap<string, string>;
  reader: Pick<Reader, 'locale'>;
}

type Change = Record<string, string | string[]>;

/** What one line would do. */
export interface LinePlan {
  problems: (
    | 'no-account'
    | 'bad-email'
    | 'team'
    | 'too-long'
    | 'unseen'
    | 'bad-website'
    | 'bad-phone'
    | 'bad-flags'
    | 'first-taken'
    | 'put-away'
    | 'elsewhere'
    | 'refused'
    | `field:${string}`
  )[];
  account?: { row: KnownAccount; made: boolean; change: Change } | undefined;
  contact?: { row: KnownContact; made: boolean; change: Change } | undefined;
  values: { field: Field; subject: 'account' | 'contact'; value: string }[];
}

const limits: Record<string, number> = {
  name: 160,
  plan: 60,
  place: 120,
  phone: 40,
  website: 200,
  reference: 60,
  title: 120,
  email: 254,
};
const keyOf = (account: string, email: string) => `${account} ${email}`;

export function planLine(cells: string[], mapping: readonly string[], known: Known, newId: () => string): LinePlan {
  const given = new Map<string, string>();
  for (const [index, target] of mapping.entries()) {
    // As our own export writes what a spreadsheet would compute.
    const cell = (cells[index] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
    if (target && cell && !given.has(target)) given.set(target, cell);
  }
  const plan: LinePlan = { problems: [], values: [] };
  for (const [target, value] of given) {
    if (value.length > (limits[target.split('.')[1] ?? ''] ?? 2000)) plan.problems.push('too-long');
  }
  // Own fields have a rule of their own.
  if ([...given].some(([target, text]) => !target.includes(':') && !allSeen(text))) plan.problems.push('unseen');
  planValues(given, known, plan);
  const email = given.get('contact.email');
  const address = email ? emailAddress(email) : null;
  if (email && !address) plan.problems.push('bad-email');
  if (address && known.team.has(address)) plan.problems.push('team');
  const website = given.get('account.website');
  if (website && !/^(https?:\/\/)?[^\s/:]+\.[^\s]+$/i.test(website)) plan.problems.push('bad-website');
  if (website && siteOf(website).length > limits.website! && website.length <= limits.website!)
    plan.problems.push('too-long');
  for (const phone of ['account.phone', 'contact.phone'])
    if (!isPhone(given.get(phone) ?? '')) plan.problems.push('bad-phone');
  const flags = given.get('contact.flags');
  if (flags && !flagsFrom(flags)) plan.problems.push('bad-flags');
  if (!given.has('account.name') && !known.byReference.has((given.get('account.reference') ?? '').toLowerCase())) {
    plan.problems.push('no-account');
  }
  if (known.putAway.has((given.get('account.reference') ?? '').toLowerCase())) plan.problems.push('put-away');
  if (plan.problems.length > 0) return plan;
  const wants = flags && flagsFrom(flags)?.includes('primary');
  // Asked before anything of the line is taken: what it says of the customer is then said by nobody.
  const there = findAccount(given, known);
  const first = address && wants && there && known.firsts.get(there.id);
  if (first && first !== known.contacts.get(keyOf(there.id, address))?.id)
    return { problems: ['first-taken'], values: [] };
  if (there && address && known.elsewhere.has(keyOf(there.id, address))) return { problems: ['elsewhere'], values: [] };
  const account = planAccount(given, known, newId);
  plan.account = account;
  if (address) {
    plan.contact = planContact(account.row.id, address, given, known, newId);
    if (wants) known.firsts.set(account.row.id, plan.contact.row.id);
  }
  plan.values = plan.values.filter((one) => one.subject === 'account' || plan.contact);
  return plan;
}

function planValues(given: Map<string, string>, known: Known, plan: LinePlan): void {
  for (const field of known.fields) {
    const typed = given.get(fieldTarget(field));
    if (!typed || field.subject === 'ticket' || field.kind === 'file') continue;
    const named = field.kind === 'person' ? known.named.get(typed.toLowerCase()) : undefined;
    const read = readValue(field, named ?? typed, known.reader, known.people);
    if (!read.ok) plan.problems.push(`field:${field.label}`);
    else if (read.value !== null) plan.values.push({ field, subject: field.subject, value: read.value });
  }
}

const FLAGS: [Flag, RegExp][] = [
  ['primary', /^(primary|first contact|erster kontakt)$/i],
  ['billing', /^(billing|invoices|rechnungen)$/i],
  ['technical', /^(technical( questions)?|technik|technische fragen)$/i],
  ['approver', /^(approver|approvals|freigaben)$/i],
];

/** What somebody is for their company, as a cell says it in either language; null for what cannot be read. */
export function flagsFrom(cell: string): Flag[] | null {
  const words = cell.split(/[,;|/]/).map((word) => word.trim());
  const found = words.filter(Boolean).map((word) => FLAGS.find(([, named]) => named.test(word))?.[0]);
  return found.includes(undefined) ? null : FLAGS.map(([flag]) => flag).filter((flag) => found.includes(flag));
}

const siteOf = (text: string): string => (/^https?:/i.test(text) ? text : `https://${text}`);

/** An account is found by its number, else by its name. */
function findAccount(given: Map<string, string>, known: Known): KnownAccount | undefined {
  const reference = given.get('account.reference') ?? '';
  const name = given.get('account.name') ?? '';
  return (reference && known.byReference.get(reference.toLowerCase())) || known.byName.get(name.toLowerCase());
}

/** What a line leaves empty stays as it is. */
function planAccount(given: Map<string, string>, known: Known, newId: () => string) {
  const name = given.get('account.name') ?? '';
  const found = findAccount(given, known);
  const site = given.get('account.website');
  const facts: Change = {};
  for (const fact of ['name', 'plan', 'place', 'phone', 'reference'] as const) {
    const value = given.get(`account.${fact}`);
    if (value) facts[fact] = value;
  }
  if (site) facts.website = siteOf(site);
  const row: KnownAccount = found ?? { id: newId(), name, plan: '', place: '', phone: '', website: '', reference: '' };
  const change = Object.fromEntries(Object.entries(facts).filter(([fact, value]) => row[fact as 'name'] !== value));
  Object.assign(row, change);
  known.byName.set(row.name.toLowerCase(), row);
  if (row.reference) known.byReference.set(row.reference.toLowerCase(), row);
  return { row, made: !found, change };
}

function planContact(accountId: string, email: string, given: Map<string, string>, known: Known, newId: () => string) {
  const found = known.contacts.get(keyOf(accountId, email));
  const facts: Change = {};
  for (const fact of ['name', 'title', 'phone'] as const) {
    const value = given.get(`contact.${fact}`);
    if (value) facts[fact] = value;
  }
  const flags = flagsFrom(given.get('contact.flags') ?? '');
  if (flags && given.has('contact.flags')) facts.flags = flags;
  const name = given.get('contact.name') ?? email.slice(0, limits.name);
  const row: KnownContact = found ?? { id: newId(), accountId, name, email, title: '', phone: '', flags: [] };
  const differs = (fact: string, value: unknown) => JSON.stringify(row[fact as 'name']) !== JSON.stringify(value);
  const change = Object.fromEntries(Object.entries(facts).filter(([fact, value]) => differs(fact, value)));
  Object.assign(row, change);
  known.contacts.set(keyOf(accountId, email), row);
  return { row, made: !found, change };
}
