import { expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { sendWave } from './wave.ts';

// An address nobody listens at: mail is queued and not delivered, which is enough to plan.
const portal = usePortal({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'portal@example.com' });

const page = (world: World) => `/customers/invitations/new?account=${world.accountId}`;
const plan = { role: 'contributor', message: 'See you there.', wave: '25', remind: '7' };
const people = Array.from({ length: 30 }, (_, n) => `Person ${n} <p${n}@acme.example>`).join('\n');

const sent = (world: World) =>
  peek<{ n: number }>(
    portal().database,
    'select count(*)::int as n from invitations where workspace_id = $1 and revoked_at is null',
    [world.workspaceId],
  ).then(([row]) => row!.n);

/** A wave, as the job sends it: the one of the next day, if a day is said to have passed. */
async function wave(world: World, id: string, days = 0): Promise<void> {
  await peek(
    portal().database,
    'update invitation_batch_people set invited_at = invited_at - make_interval(days => $2) where batch_id = $1',
    [id, days],
  );
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => sendWave(ctx, id));
}

async function planned(world: World, more: Record<string, string> = {}): Promise<string> {
  const answer = await as(portal(), world.agent).submit(page(world), '/customers/invitations', {
    people,
    ...plan,
    ...more,
  });
  expect(answer.status, answer.text).toBe(303);
  return answer.location!.split('/').at(-1)!;
}

test('thirty people are invited in two waves, and the page says how far it has come', async () => {
  const world = await newWorld(portal());
  const id = await planned(world);
  await wave(world, id);
  expect(await sent(world)).toBe(25);
  const { text } = await as(portal(), world.agent).get(`/customers/invitations/${id}`);
  expect(text).toContain('25 of 30 sent');
  // The same job again, because its worker died before the queue knew: it is the same day.
  await wave(world, id);
  expect(await sent(world)).toBe(25);
  await wave(world, id, 1);
  expect(await sent(world)).toBe(30);
});

test('whoever has joined is not reminded, and the others once', async () => {
  const world = await newWorld(portal());
  const id = await planned(world, { wave: '0', people: 'Sam <sam@acme.example>\nKim <kim@acme.example>' });
  await wave(world, id);
  await peek(
    portal().database,
    "update invitation_batch_people set invited_at = now() - interval '8 days' where batch_id = $1",
    [id],
  );
  await peek(
    portal().database,
    "update contacts set identity_id = $1 where email = 'sam@acme.example' and workspace_id = $2",
    [world.dana.identityId, world.workspaceId],
  );
  await wave(world, id);
  await wave(world, id);
  const rows = await peek(
    portal().database,
    `select c.email, p.reminded_at is not null as reminded, p.passed_over_at is not null as passed
       from invitation_batch_people p join contacts c on c.id = p.contact_id where p.batch_id = $1 order by c.email`,
    [id],
  );
  expect(rows).toEqual([
    { email: 'kim@acme.example', reminded: true, passed: false },
    { email: 'sam@acme.example', reminded: false, passed: true },
  ]);
  const [batch] = await peek(
    portal().database,
    'select done_at is not null as done from invitation_batches where id = $1',
    [id],
  );
  expect(batch).toEqual({ done: true });
});

test('too many that come back stop the next wave; control: a few do not', async () => {
  const world = await newWorld(portal());
  const id = await planned(world);
  await wave(world, id);
  const fail = (n: number) =>
    peek(
      portal().database,
      `update mails set state = 'failed' where id in (select mail_id from invitations where workspace_id = $1 limit $2)`,
      [world.workspaceId, n],
    );
  await fail(2);
  await wave(world, id, 1);
  expect(await sent(world)).toBe(30);
  const other = await planned(world, { people: people.replaceAll('acme.example', 'acme2.example') });
  await wave(world, other);
  await fail(60);
  await wave(world, other, 1);
  const [batch] = await peek(portal().database, 'select stopped_why from invitation_batches where id = $1', [other]);
  expect(batch).toEqual({ stopped_why: 'bounces' });
  expect(await sent(world)).toBe(55);
});

test('TRUST 34: an inviter demoted meanwhile invites nobody; control: as an agent they do', async () => {
  const world = await newWorld(portal());
  const first = await planned(world);
  await wave(world, first);
  expect(await sent(world)).toBe(25);
  await peek(portal().database, "update members set role = 'viewer' where id = $1", [world.agent.id]);
  await wave(world, first, 1);
  expect(await sent(world)).toBe(25);
  const [batch] = await peek(portal().database, 'select stopped_why from invitation_batches where id = $1', [first]);
  expect(batch).toEqual({ stopped_why: 'inviter' });
});

test('lines without an address are told by number, and the text is kept', async () => {
  const world = await newWorld(portal());
  const typed = { people: 'Dana\nKim <kim@acme.example>', ...plan };
  const answer = await as(portal(), world.agent).submit(page(world), '/customers/invitations', typed);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('no address we can write to: 1');
  expect(answer.text).toContain('Kim &lt;kim@acme.example&gt;');
  const unseen = { ...typed, people: 'Kim\u202e eoP <kim@acme.example>' };
  const again = await as(portal(), world.agent).submit(page(world), '/customers/invitations', unseen);
  expect([again.status, again.text.includes('a character that nobody can see: 1')]).toEqual([422, true]);
});

test('an invitation that was taken back is not sent again by the reminder; one whose address was corrected goes to the right one; control: one that stands', async () => {
  const world = await newWorld(portal());
  const people = ['Sam', 'Kim', 'Lou'].map((name) => `${name} <${name.toLowerCase()}@acme.example>`).join('\n');
  const id = await planned(world, { wave: '0', people });
  await wave(world, id);
  const say = <Row extends Record<string, unknown>>(text: string) =>
    peek<Row>(portal().database, text, [world.workspaceId]);
  await say("update invitation_batch_people set invited_at = now() - interval '8 days' where workspace_id = $1");
  const owner = as(portal(), world.owner);
  const entries = await say<{ id: string; name: string }>(
    "select id, name from contacts where workspace_id = $1 and name in ('Sam', 'Lou')",
  );
  const pageOf = (name: string) =>
    `/customers/${world.accountId}/contacts/${entries.find((one) => one.name === name)!.id}`;
  await owner.submit(pageOf('Sam'), `${pageOf('Sam')}/invitation/revocation`);
  const details = `${pageOf('Lou')}/details`;
  const corrected = { name: 'Lou', title: '', phone: '', email: 'lou.reyes@acme.example' };
  expect((await owner.submit(details, details, { ...corrected, role: 'contributor' })).status).toBe(303);
  await wave(world, id);
  const mails = await say(
    "select to_address, count(*)::int as n from mails where workspace_id = $1 and to_address like '%@acme.example' group by 1 order by 1",
  );
  expect(mails).toEqual([
    { to_address: 'kim@acme.example', n: 2 },
    { to_address: 'lou.reyes@acme.example', n: 1 },
    { to_address: 'lou@acme.example', n: 1 },
    { to_address: 'sam@acme.example', n: 1 },
  ]);
});

test('one whose address is the team’s by now is passed over, and the others are invited', async () => {
  const world = await newWorld(portal());
  const id = await planned(world, { wave: '0', people: 'Sam <sam@acme.example>\nKim <kim@acme.example>' });
  await peek(
    portal().database,
    "update contacts set email = $2 where workspace_id = $1 and email = 'sam@acme.example'",
    [world.workspaceId, world.agent.email],
  );
  await wave(world, id);
  expect(await sent(world)).toBe(1);
});

test('of more people than a page shows all who were pasted are planned', async () => {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email)
     select $1, gen_random_uuid(), $2, 'A' || n, 'a' || n || '@acme.example' from generate_series(1, 200) n`,
    [world.workspaceId, world.accountId],
  );
  const many = Array.from({ length: 400 }, (_, n) => `Person ${n} <p${n}@acme.example>`).join('\n');
  const id = await planned(world, { people: many });
  const [row] = await peek<{ n: number }>(
    portal().database,
    'select count(*)::int as n from invitation_batch_people where batch_id = $1',
    [id],
  );
  expect(row!.n).toBe(400);
});

test('all that is wrong with a list is said at once, and who is at another customer comes only where somebody means it', async () => {
  const world = await newWorld(portal());
  const agent = as(portal(), world.owner);
  const ben = `ben@${world.host}.example`;
  await peek(
    portal().database,
    "insert into contacts (workspace_id, id, account_id, name, email, role) values ($1, gen_random_uuid(), $2, 'Ben Other', $3, 'contributor')",
    [world.workspaceId, world.rivalAccountId, ben],
  );
  const list = { ...plan, people: `Zoe <zoe@acme.example>\nnobody\n${world.agent.email}\n${ben}` };
  const wrong = await agent.submit(page(world), '/customers/invitations', list);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('no address we can write to: 2');
  expect(wrong.text).toContain(`These belong to your own team: ${world.agent.email}.`);
  expect(wrong.text).toContain(`Ben Other (${ben}) is at `);
  const mended = { ...plan, people: `Zoe <zoe@acme.example>\n${ben}` };
  const asked = await agent.submit(page(world), '/customers/invitations', mended);
  expect([asked.status, asked.text.includes('Some of these are people of other customers')]).toEqual([422, true]);
  // Meant is who was named when it was ticked.
  const other = await agent.submit(page(world), '/customers/invitations', { ...mended, elsewhere: 'zoe@acme.example' });
  expect(other.status).toBe(422);
  const meant = await agent.submit(page(world), '/customers/invitations', { ...mended, elsewhere: ben });
  expect(meant.status, meant.text.slice(0, 300)).toBe(303);
});

test('whoever a list names in vain is named, and why; control: whoever is new is invited', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.viewer.id]);
  const [{ name = '' } = {}] = await peek<{ name: string }>(
    portal().database,
    'select name from contacts where id = $1',
    [world.viewer.id],
  );
  const invite = (list: string[]) =>
    owner.submit(page(world), '/customers/invitations', { ...plan, people: list.join('\n') });
  const none = await invite([world.viewer.email]);
  expect(none.status).toBe(422);
  expect(none.text).toContain(`${name} has no access any more: give it back on their page.`);
  const some = await invite([world.dana.email, world.viewer.email, 'new.one@acme.example']);
  expect(some.status).toBe(303);
  const { text } = await owner.get(some.location!);
  expect(text).toContain('One invitation is on the way. 2 were left out:');
  expect(text).toContain('Dana Whitfield is here already.');
  expect(text).toContain(`${name} has no access any more`);
  expect(text).toContain('new.one@acme.example');
});
