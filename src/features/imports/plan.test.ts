import { expect, test } from 'vitest';
import type { Field } from '#features/fields/index.ts';
import { flagsFrom, type Known, planLine } from './plan.ts';
import { readSheet } from './sheet.ts';
import { guessMapping } from './target.ts';

const known = (): Known => ({
  byReference: new Map(),
  byName: new Map(),
  contacts: new Map(),
  firsts: new Map(),
  former: new Map(),
  held: new Map(),
  team: new Set(['maya@northwind.studio']),
  fields: [],
  people: new Set(),
  named: new Map(),
  notations: new Map(),
  said: new Set(),
  reader: { locale: 'en' },
});

test('encoding and delimiter of a file are found out', () => {
  const german = Buffer.from('Firma;Ort\r\n"Müller; Söhne";Köln\r\n', 'latin1');
  expect(readSheet(german)).toEqual({
    header: ['Firma', 'Ort'],
    lines: [['Müller; Söhne', 'Köln']],
    delimiter: ';',
  });
  expect(readSheet(Buffer.from('\ufeffName,City\nAcme,Austin\n'))).toEqual({
    header: ['Name', 'City'],
    lines: [['Acme', 'Austin']],
    delimiter: ',',
  });
  expect(readSheet(Buffer.from('\ufeffName\tCity\nAcme\tAustin', 'utf16le'))).toEqual({
    header: ['Name', 'City'],
    lines: [['Acme', 'Austin']],
    delimiter: '\t',
  });
  expect(readSheet(Buffer.from('Name\n'))).toBe('error.empty');
});

test('what columns mean is guessed from their titles, in both languages, and nothing twice', () => {
  expect(guessMapping(['Company', 'Customer no', 'City', 'Contact', 'E-Mail', 'Job title', 'Notes'], [])).toEqual([
    'account.name',
    'account.reference',
    'account.place',
    'contact.name',
    'contact.email',
    'contact.title',
    '',
  ]);
  expect(guessMapping(['Firma', 'Kundennummer', 'Ort', 'Ansprechpartner', 'E-Mail', 'Firma'], [])).toEqual([
    'account.name',
    'account.reference',
    'account.place',
    'contact.name',
    'contact.email',
    '',
  ]);
  // A mere name is a person's beside a column for the company, in whatever order, and the company's without one.
  expect(guessMapping(['Name', 'Company', 'Email'], [])).toEqual(['contact.name', 'account.name', 'contact.email']);
  expect(guessMapping(['Company', 'Name'], [])).toEqual(['account.name', 'contact.name']);
  expect(guessMapping(['Name', 'City'], [])).toEqual(['account.name', 'account.place']);
  expect(guessMapping(['Firma', 'Mail'], [])).toEqual(['account.name', 'contact.email']);
  // A column of addresses is that, whatever its title; one with something else in it is not.
  const lines = [
    ['Acme', 'dana@acme.com', ''],
    ['Acme', 'luis@acme.com', 'Likes calls'],
  ];
  expect(guessMapping(['Firma', 'Wohin', 'Notiz'], [], lines)).toEqual(['account.name', 'contact.email', '']);
  expect(guessMapping(['Firma', 'Wohin'], [], [...lines, ['Acme', 'by post']])).toEqual(['account.name', '']);
});

test('two lines of one customer make it once; a line without a customer, or with a colleague’s address, makes nothing', () => {
  const all = known();
  let n = 0;
  const id = () => `id${++n}`;
  const mapping = ['account.name', 'contact.email', 'contact.name'];
  const first = planLine(['Acme', 'dana@acme.com', 'Dana'], mapping, all, id);
  const second = planLine(['ACME', 'luis@acme.com', ''], mapping, all, id);
  expect([first.account!.made, second.account!.made, second.account!.row.id]).toEqual([
    true,
    false,
    first.account!.row.id,
  ]);
  expect(second.contact!.row.name).toBe('luis@acme.com');
  expect(planLine(['', 'x@y.com', ''], mapping, all, id).problems).toEqual(['no-account']);
  expect(planLine(['Acme', 'maya@northwind.studio', ''], mapping, all, id).problems).toEqual(['team']);
  expect(planLine(['Acme', 'nobody', ''], mapping, all, id).problems).toEqual(['bad-email']);
  expect(planLine(['Acme \u202eknaB', 'x@y.com', ''], mapping, all, id).problems).toEqual(['unseen']);
});

test('what somebody is for their company is read in both languages; a second first contact is refused', () => {
  expect(flagsFrom('Billing, approvals')).toEqual(['billing', 'approver']);
  expect(flagsFrom('Erster Kontakt; Technik')).toEqual(['primary', 'technical']);
  expect(flagsFrom('Boss')).toBeNull();
  const [columns, everything] = [['account.name', 'contact.email', 'contact.flags'], known()];
  const line = (email: string, flags: string) => planLine(['Acme', email, flags], columns, everything, () => email);
  expect(line('a@acme.example', 'First contact').contact?.row.flags).toEqual(['primary']);
  expect(line('b@acme.example', 'First contact').problems).toEqual(['first-taken']);
  expect(line('b@acme.example', 'Boss').problems).toEqual(['bad-flags']);
});

test('a line that is left out tells those behind it nothing', () => {
  const [columns, everything] = [['account.name', 'account.plan', 'contact.email', 'contact.flags'], known()];
  const line = (...cells: string[]) => planLine(cells, columns, everything, () => cells[2]!);
  line('Acme', '', 'a@acme.example', 'first contact');
  expect(line('Acme', 'Gold', 'b@acme.example', 'first contact').problems).toEqual(['first-taken']);
  expect(line('Acme', 'Gold', 'c@acme.example', '').account?.change).toEqual({ plan: 'Gold' });
});

test('what the forms refuse comes in by no list, and what fits stays within its column', () => {
  const columns = ['account.name', 'account.website', 'account.phone', 'contact.email'];
  const line = (...cells: string[]) => planLine(cells, columns, known(), () => 'new');
  expect(line('Acme', 'https://paypal.com:x@evil.example', '', '').problems).toEqual(['bad-website']);
  expect(line('Acme', `example.com/${'x'.repeat(186)}`, '', '').problems).toEqual(['bad-website']);
  expect(line('Acme', '', 'ask Ben', '').problems).toEqual(['bad-phone']);
  const address = `${'x'.repeat(60)}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`;
  const { account, contact, problems } = line('Acme', 'example.com/a', "'+49 40 123456", address);
  expect([problems, account?.row.website, account?.row.phone]).toEqual([[], 'https://example.com/a', '+49 40 123456']);
  expect([contact?.row.email, contact?.row.name.length]).toEqual([address, 160]);
});

test('what a field holds already is no change, though nobody could choose it any more', () => {
  const tier = {
    id: 'tier',
    subject: 'account',
    kind: 'choice',
    label: 'Tier',
    choices: ['Gold'],
    words: {},
  } as unknown as Field;
  const everything = { ...known(), fields: [tier], held: new Map([['tier acme', 'Silver']]) };
  const line = (name: string, held: string) =>
    planLine([name, held], ['account.name', 'account:tier'], everything, () => name.toLowerCase());
  line('Acme', '');
  expect(line('Acme', 'Silver')).toMatchObject({ problems: [], values: [] });
  expect(line('Other', 'Silver').problems).toEqual(['field.choice:Tier\nSilver']);
  expect(line('Acme', 'Gold').values).toHaveLength(1);
  expect(line('Acme', 'gold').values).toHaveLength(0);
});

test('two of one name with a number each are two; a name alone that is several customers’ is refused, and the first number is taken on', () => {
  const [columns, everything] = [['account.name', 'account.reference', 'account.place'], known()];
  let n = 0;
  const line = (...cells: string[]) => planLine(cells, columns, everything, () => `id${++n}`);
  expect(line('Miller', '', 'Ulm').account?.row.id).toBe('id1');
  expect(line('Miller', 'K-1', '').account).toMatchObject({ row: { id: 'id1' }, made: false });
  expect(line('miller', 'K-2', 'Bonn').account).toMatchObject({ row: { id: 'id2', place: 'Bonn' }, made: true });
  expect(line('Miller', '', 'Kiel').problems).toEqual(['several']);
  expect(line('Miller', 'K-1', 'Kiel').account).toMatchObject({ row: { id: 'id1' }, change: { place: 'Kiel' } });
});
