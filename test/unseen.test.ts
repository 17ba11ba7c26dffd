import { beforeAll, expect, test } from 'vitest';
import { as, type Fields } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  await dana().submit('/support/new', '/support', ticketForm);
});

const dana = () => as(portal(), world.dana);
const ticketForm = { subject: 'A subject', urgency: 'slows', body: 'A body' };

/** A right-to-left override, and a space of no width. */
const UNSEEN = '\u202e\u200b';
const hidden = (text: string) => `${text.slice(0, 2)}${UNSEEN}${text.slice(2)}`;

/** The tables in which it stands, with everything they hold. */
async function standing(text: string): Promise<string[]> {
  const tables = await peek<{ name: string }>(
    portal().database,
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as name where exists (select from ${name} x
    where strpos(x::text, $1) > 0)`,
  );
  return (await peek<{ name: string }>(portal().database, each.join(' union all '), [text])).map(({ name }) => name);
}

test('TRUST 47: what nobody can see is refused beside its field or left out, and stands nowhere', async () => {
  const owner = as(portal(), world.owner);
  const field = { subject: 'account', kind: 'text', choices: '', customer: 'hidden', edits: 'apply' };
  const invited = { email: 'someone@acme.example', role: 'contributor' };
  const customer = `/customers/${world.accountId}`;
  const refused: [string, string, Fields][] = [
    ['/customers/new', '/customers/new', { name: hidden('Acme') }],
    [`${customer}/contacts/new`, `${customer}/contacts/new`, { ...invited, contact_name: hidden('Maya') }],
    ['/settings/fields/new', '/settings/fields', { ...field, label: hidden('Size'), hint: '' }],
    ['/settings/fields/new', '/settings/fields', { ...field, label: 'Size', hint: hidden('In metres') }],
    ['/settings/fields/new', '/settings/fields', { ...field, kind: 'choice', label: 'Size', choices: hidden('Large') }],
  ];
  for (const [page, path, fields] of refused) {
    const answer = await owner.submit(page, path, fields);
    expect([answer.status, answer.text.includes('a character in it that nobody can see')], path).toEqual([422, true]);
  }
  const list = `Company;City;Plan;Phone\r\n${['Pine', 'Berlin', 'Gold', '+49 30 1'].map(hidden).join(';')}`;
  const sent = await owner.submit('/customers/import', '/customers/import', { file: { name: 'l.csv', content: list } });
  expect((await owner.get(sent.location!)).text).toContain('A cell has a character in it that nobody can see');
  const kept: [ReturnType<typeof as>, string, string, Fields][] = [
    [dana(), '/support/new', '/support', { ...ticketForm, subject: hidden('Invoice'), body: hidden('Hello') }],
    [
      as(portal(), world.agent),
      '/inbox/1?mode=note',
      '/inbox/1/notes',
      { body: `<p>He&#x202e;llo</p>`, body_format: 'html' },
    ],
    [owner, `${customer}/holds`, `${customer}/holds`, { reason: hidden('A case') }],
    [owner, `${customer}/team`, `${customer}/team`, { member: world.agent.id, role: hidden('Helper') }],
    [
      owner,
      `${customer}/contacts/new`,
      `${customer}/contacts/new`,
      { ...invited, contact_name: 'Ana', message: hidden('Hello') },
    ],
  ];
  for (const [who, page, path, fields] of kept) {
    expect((await who.submit(page, path, fields)).status, path).toBe(303);
  }
  await portal().workJobs();
  // The list waits as it was sent.
  expect([await standing('\u202e'), await standing('\u200b')]).toEqual([['imports'], ['imports']]);
  expect(await standing('Invoice')).toContain('tickets');
  // Control: one that came past the door is found.
  await peek(portal().database, 'update accounts set plan = $2 where id = $1', [world.accountId, hidden('Gold')]);
  expect(await standing('\u202e')).toEqual(['accounts', 'imports']);
});
