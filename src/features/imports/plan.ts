import { webAddress } from '#features/accounts/index.ts';
import { type Field, type Notation, readValue } from '#features/fields/index.ts';
import { emailAddress } from '#features/identity/index.ts';
import type { Flag } from '#platform/flags.ts';
import { allSeen, isPhone } from '#platform/http/line.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { bareCell } from '#platform/spreadsheet.ts';
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
  /** A name may be several customers'. */
  byName: Map<string, KnownAccount[]>;
  /** Names and numbers of customers that are no more: which one took them over, or null for one that is put away. */
  former: ReadonlyMap<string, KnownAccount | null>;
  /** By account and address; null for somebody who belongs to another customer now. */
  contacts: Map<string, KnownContact | null>;
  /** The first contact of each account that has one. */
  firsts: Map<string, string>;
  team: Set<string>;
  fields: readonly Field[];
  /** What those fields hold that a column is about, by field and whose it is. */
  held: Map<string, string>;
  people: ReadonlySet<string>;
  /** How columns are written whose cells depend on it, by what they mean. */
  notations: ReadonlyMap<string, Notation>;
  /** What lines before said, by whose it is and which fact. */
  said: Set<string>;
  /** By their name, where one person alone has it: a file that was taken out names people. */
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
    | 'bad-flags'
    | 'first-taken'
    | 'bad-phone'
    | 'put-away'
    | 'several'
    | 'elsewhere'
    | 'refused'
    | `field.${'text' | 'number' | 'date' | 'choice'}:${string}`
  )[];
  /** It says something else of a customer or person than a line before it. */
  contradicts?: boolean;
  account?: { row: KnownAccount; made: boolean; facts: Change; change: Change } | undefined;
  contact?: { row: KnownContact; made: boolean; facts: Change; change: Change } | undefined;
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
  'first-name': 79,
  'last-name': 79,
};
/** So much of a cell is said of it. */
const MOST_SHOWN = 60;
const keyOf = (account: string, email: string) => `${account} ${email}`;
export const heldAs = (field: string, subject: string): string => `${field} ${subject}`;
export const formerName = (name: string): string => `name ${name.toLowerCase()}`;
export const formerNumber = (reference: string): string => `number ${reference.toLowerCase()}`;

export function planLine(cells: string[], mapping: readonly string[], known: Known, newId: () => string): LinePlan {
  const given = new Map<string, string>();
  for (const [index, target] of mapping.entries()) {
    const cell = bareCell(cells[index] ?? '');
    if (target && cell && !given.has(target)) given.set(target, cell);
  }
  const plan: LinePlan = { problems: [], values: [] };
  for (const [target, value] of given) {
    if (value.length > (limits[target.split('.')[1] ?? ''] ?? 2000)) plan.problems.push('too-long');
  }
  // Own fields have a rule of their own.
  if ([...given].some(([target, text]) => !target.includes(':') && !allSeen(text))) plan.problems.push('unseen');
  const email = given.get('contact.email');
  const address = email ? emailAddress(email) : null;
  if (email && !address) plan.problems.push('bad-email');
  if (address && known.team.has(address)) plan.problems.push('team');
  const website = given.get('account.website');
  if (website && !webAddress(website)) plan.problems.push('bad-website');
  if (!isPhone(given.get('account.phone') ?? '') || !isPhone(given.get('contact.phone') ?? '')) {
    plan.problems.push('bad-phone');
  }
  const flags = given.get('contact.flags');
  if (flags && !flagsFrom(flags)) plan.problems.push('bad-flags');
  const found = accountOf(given, known);
  const there = typeof found === 'string' ? null : found;
  if (typeof found === 'string') plan.problems.push(found);
  else if (!there && !given.has('account.name')) plan.problems.push('no-account');
  const wants = flags && flagsFrom(flags)?.includes('primary');
  const person = there && address ? known.contacts.get(keyOf(there.row.id, address)) : undefined;
  if (there && address) {
    const first = known.firsts.get(there.row.id);
    if (person === null) plan.problems.push('elsewhere');
    if (wants && first && first !== person?.id) plan.problems.push('first-taken');
  }
  planValues(given, known, plan, { account: there?.row.id, contact: person?.id });
  // Nothing of a line that is left out is known to those behind it.
  if (plan.problems.length > 0 || there === null) return { problems: plan.problems, values: [] };
  const account = planAccount(given, known, newId, there);
  plan.account = account;
  plan.contradicts = contradicts(known, account);
  if (address) {
    plan.contact = planContact(account.row.id, address, given, known, newId);
    plan.contradicts = contradicts(known, plan.contact) || plan.contradicts;
    if (wants) known.firsts.set(account.row.id, plan.contact.row.id);
  }
  plan.values = plan.values.filter((one) => one.subject === 'account' || plan.contact);
  for (const { field, subject, value } of plan.values) {
    known.held.set(heldAs(field.id, plan[subject]!.row.id), value);
  }
  return plan;
}

/** What fields would hold that do not yet. What stands there already stays, though nobody could choose it any more. */
function planValues(
  given: ReadonlyMap<string, string>,
  known: Known,
  plan: LinePlan,
  of: { account: string | undefined; contact: string | undefined },
): void {
  for (const field of known.fields) {
    const typed = given.get(fieldTarget(field));
    if (!typed || field.subject === 'ticket' || field.kind === 'file') continue;
    const text = field.kind === 'person' ? (known.named.get(typed.toLowerCase()) ?? typed) : typed;
    const whose = of[field.subject];
    const now = whose && known.held.get(heldAs(field.id, whose));
    if (now === text && (field.kind === 'choice' || field.kind === 'person')) continue;
    const read = readValue(field, text, known.reader, known.people, known.notations.get(fieldTarget(field)));
    if (!read.ok) plan.problems.push(`field.${kindOf(read.error)}:${field.label}\n${typed.slice(0, MOST_SHOWN)}`);
    else if (read.value !== null && read.value !== now)
      plan.values.push({ field, subject: field.subject, value: read.value });
  }
}

const kindOf = (error: string) => error.split('.')[1] as 'text' | 'number' | 'date' | 'choice';

/** Whether facts are changed that a line before gave; from here on this line is one of those. */
function contradicts(
  known: Known,
  { row, facts, change }: { row: { id: string }; facts: Change; change: Change },
): boolean {
  const said = (fact: string) => `${row.id} ${fact}`;
  const other = Object.keys(change).some((fact) => known.said.has(said(fact)));
  for (const fact of Object.keys(facts)) known.said.add(said(fact));
  return other;
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

interface Found {
  row: KnownAccount;
  /** By what one is called that became part of it: it keeps its own name and number. */
  formerly: boolean;
}

/**
 * An account is found by its number, else by its name; then by those of one that became part of it. Undefined for one nobody knows: a
 * number of its own makes it another than one of the same name that has another, or is put away.
 */
function accountOf(given: ReadonlyMap<string, string>, known: Known): Found | 'put-away' | 'several' | undefined {
  const reference = given.get('account.reference') ?? '';
  const name = given.get('account.name') ?? '';
  const numbered = reference ? known.byReference.get(reference.toLowerCase()) : undefined;
  if (numbered) return { row: numbered, formerly: false };
  const former = reference ? known.former.get(formerNumber(reference)) : undefined;
  if (former !== undefined) return former ? { row: former, formerly: true } : 'put-away';
  const named = known.byName.get(name.toLowerCase())?.filter((one) => !reference || !one.reference) ?? [];
  if (named.length > 1) return 'several';
  if (named[0]) return { row: named[0], formerly: false };
  const called = reference ? undefined : known.former.get(formerName(name));
  if (called === null) return 'put-away';
  return called && { row: called, formerly: true };
}

/** What a line leaves empty stays as it is. */
function planAccount(
  given: ReadonlyMap<string, string>,
  known: Known,
  newId: () => string,
  { row: found, formerly }: Partial<Found> = {},
) {
  const name = given.get('account.name') ?? '';
  const site = given.get('account.website');
  const facts: Change = {};
  for (const fact of ['name', 'plan', 'place', 'phone', 'reference'] as const) {
    const value = given.get(`account.${fact}`);
    if (value && !(formerly && (fact === 'name' || fact === 'reference'))) facts[fact] = value;
  }
  if (site) facts.website = webAddress(site) ?? '';
  const row: KnownAccount = found ?? { id: newId(), name, plan: '', place: '', phone: '', website: '', reference: '' };
  const change = Object.fromEntries(Object.entries(facts).filter(([fact, value]) => row[fact as 'name'] !== value));
  Object.assign(row, change);
  const named = known.byName.get(row.name.toLowerCase()) ?? [];
  if (!named.includes(row)) known.byName.set(row.name.toLowerCase(), [...named, row]);
  if (row.reference) known.byReference.set(row.reference.toLowerCase(), row);
  return { row, made: !found, facts, change };
}

function planContact(
  accountId: string,
  email: string,
  given: ReadonlyMap<string, string>,
  known: Known,
  newId: () => string,
) {
  const found = known.contacts.get(keyOf(accountId, email));
  const facts: Change = {};
  const called = given.get('contact.name') ?? nameFrom(given);
  if (called) facts.name = called;
  for (const fact of ['title', 'phone'] as const) {
    const value = given.get(`contact.${fact}`);
    if (value) facts[fact] = value;
  }
  const flags = flagsFrom(given.get('contact.flags') ?? '');
  if (flags && given.has('contact.flags')) facts.flags = flags;
  const name = called || email.slice(0, limits.name);
  const row: KnownContact = found ?? { id: newId(), accountId, name, email, title: '', phone: '', flags: [] };
  const differs = (fact: string, value: unknown) => JSON.stringify(row[fact as 'name']) !== JSON.stringify(value);
  const change = Object.fromEntries(Object.entries(facts).filter(([fact, value]) => differs(fact, value)));
  Object.assign(row, change);
  known.contacts.set(keyOf(accountId, email), row);
  return { row, made: !found, facts, change };
}

const nameFrom = (given: ReadonlyMap<string, string>): string =>
  [given.get('contact.first-name'), given.get('contact.last-name')].filter(Boolean).join(' ');
