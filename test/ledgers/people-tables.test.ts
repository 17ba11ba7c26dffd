import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { housekeeping } from '#app/housekeeping.ts';
import { proofFor, prove, setRules } from '#features/newcomers/newcomers.testing.ts';
import { as, visitor } from '../client.ts';
import { fillEverything } from '../isolation/filler.ts';
import { type Cast, cast } from '../isolation/people.ts';
import { usePortal } from '../portal.ts';

/**
 * Where somebody who was forgotten is still named: by an id that leads to a row which says nothing of them, and why it stays.
 * A column that is not here has to be empty of them, also one of a table that somebody adds.
 */
const MAY_STAY: Record<string, string> = {
  'contacts.id': 'what the others point at; its name, address, title, telephone and picture are gone',
  'contacts.email': 'made of that id, at forgotten.invalid: an account has nobody twice',
  'deflection_sessions.contact_id': 'that somebody wrote or was helped stays counted; what they had in mind is gone',
  'events.actor_identity_id': 'the log says that somebody did it; the login is gone, and so is where they did it from',
  'events.actor_person_id': 'as the login',
  'events.subject_id': 'that they were forgotten is in the log itself',
  'events.data': 'as the subject: an id, for whoever asks whether it was done',
  'field_changes.asked_by': 'a wish about their company and not about them: the company’s own history',
  'idempotency_keys.location': 'where the owner was sent after they had them forgotten; two days',
  'invitation_batch_people.contact_id': 'how many were invited at once stays true',
  'invitations.contact_id': 'that somebody was invited and came; the words that went with it are gone',
  'legal_holds.contact_id': 'a hold that was released: that there was one, and why, has to be shown later',
  'notifications.actor_person_id': 'a colleague was told that somebody did something; 90 days after it was read',
  'import_marks.subject_id': 'so that the import can be undone; what it had changed of them is gone',
  'portal_views.contact_id': 'a look of the team at their portal; gone the day after it ended',
  'replies.contact_id': 'a conversation with others keeps its order; erased, its words are gone',
  'search_entries.person_id': 'as the ticket',
  'tickets.requester_id': 'as the reply',
};

const portal = usePortal();
let people: Cast;
let superuser: pg.Client;

beforeAll(async () => {
  people = await cast(portal());
  superuser = new pg.Client({ connectionString: portal().database.superuser });
  await superuser.connect();
  await fillEverything(superuser, people);
  for (const [statement, ...values] of withoutKey(people)) await superuser.query(statement as string, values);
}, 180_000);
afterAll(() => superuser.end());

/** Where somebody stands without a key that leads to them, which no catalog tells. */
function withoutKey({ home: { workspaceId, dana, viewer, owner } }: Cast): unknown[][] {
  const all = (change: string) => `update ${change} where workspace_id = $1`;
  return [
    [all('legal_holds set released_at = now(), account_id = null, contact_id = $2'), workspaceId, dana.id],
    [all("import_marks set kind = 'contact', subject_id = $2, was = $3"), workspaceId, dana.id, { name: dana.name }],
    [
      all('sso_connections set tested_by = $2, test = $3'),
      workspaceId,
      dana.identityId,
      { name: dana.name, email: dana.email, said: { email: [dana.email] } },
    ],
    [all('imports set lines = $2'), workspaceId, JSON.stringify([[dana.name, dana.email]])],
    [`${all('invitations set message = $2')} and contact_id = $3`, workspaceId, `Welcome, ${dana.name}`, dana.id],
    [
      all('mails set to_address = $2, identity_id = null, text = $3, last_response = $4'),
      workspaceId,
      dana.email,
      `Dear ${dana.name}`,
      `550 <${dana.email}>: no such mailbox`,
    ],
    [
      `insert into mails select copy.* from mails m, jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(),
         'to_address', $2::text, 'text', $3::text, 'last_response', null, 'message_id', gen_random_uuid())) copy where m.workspace_id = $1 limit 1`,
      workspaceId,
      viewer.email,
      `${dana.email} has joined you`,
    ],
    [`${all('sign_ups set email = $2, name = $3')} and decision is not null`, workspaceId, dana.email, dana.name],
    [`${all('notifications set actor_person_id = $2')} and identity_id <> $3`, workspaceId, dana.id, dana.identityId],
    [`${all('notifications set data = $2')} and identity_id = $3`, workspaceId, { name: dana.name }, owner.identityId],
    [
      `insert into events (workspace_id, id, kind, audience, subject_type, subject_id, actor_kind, data, ip, agent)
         values ($1, gen_random_uuid(), 'identity.sign_in_failed', 'team', 'sign_in', gen_random_uuid(), 'visitor', $2, 'from-hers', 'x')`,
      workspaceId,
      { method: 'password', identity: dana.identityId },
    ],
  ];
}

/** Every column that says one of these words, as `table.column`. */
async function naming(words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await superuser.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await superuser.query<{ key: string }>(
      `select distinct said.key from ${name} x, jsonb_each_text(to_jsonb(x)) as said (key, word)
       where x.${name === 'workspaces' ? 'id' : 'workspace_id'} = $2 and said.word ilike any ($1) order by 1`,
      [words.map((word) => `%${word}%`), people.home.workspaceId],
    );
    found.push(...rows.map(({ key }) => `${name}.${key}`));
  }
  return found;
}

/** The columns with a key to somebody at a customer, or to a login. */
async function keyed(): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    `select distinct k.conrelid::regclass || '.' || a.attname as name from pg_constraint k
       cross join lateral unnest(k.conkey, k.confkey) as pair (here, there)
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here
       join pg_attribute o on o.attrelid = k.confrelid and o.attnum = pair.there and o.attname = 'id'
     where k.contype = 'f' and k.confrelid in ('public.contacts'::regclass, 'public.identities'::regclass) order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Keys that never lead to somebody of a customer who can be forgotten, or that the filler leaves empty. */
const NOT_THEIRS = [
  'contacts.came_back_from',
  'contacts.continues_as',
  'invitations.invited_by_contact',
  'members.identity_id',
];

test('TRUST 67: of somebody who is forgotten only what the ledger says stays, in every table there is', async () => {
  const { dana, owner } = people.home;
  const [said, ids] = [
    [dana.name, dana.email],
    [dana.id, dana.identityId],
  ] as const;
  // Control: before, every table that can hold something of hers does.
  const before = await naming(ids);
  expect((await keyed()).filter((column) => !before.includes(column))).toEqual(NOT_THEIRS);
  const spoken = await naming(said);
  for (const column of ['contacts.name', 'identities.email', 'imports.lines', 'invitations.message', 'mails.text']) {
    expect(spoken).toContain(column);
  }
  const page = `/contacts/${dana.id}/privacy`;
  const done = await as(portal(), owner).submit(page, `/contacts/${dana.id}/erasure`, { sure: 'yes' });
  expect(done.status).toBe(303);
  expect(await naming(said)).toEqual([]);
  expect(await naming(['from-hers'])).toEqual([]);
  expect(await naming(ids)).toEqual(Object.keys(MAY_STAY).sort());
});

/** Where somebody who was told no at the door is still named, for thirty days. */
const AFTER_A_NO = {
  'mails.to_address': 'that they were written to, in the delivery log',
  'sign_ups.email': 'whom the answer was given to, for whoever asks why',
};

/** Asks to come in, and waits for the team: the page about them. */
async function newcomer(email: string, more: { name: string; company: string }): Promise<string> {
  const { home } = people;
  await superuser.query('delete from rate_limits');
  await prove(visitor(portal(), home), await proofFor(portal(), home, email, more), more);
  await portal().workJobs();
  const { rows } = await superuser.query<{ id: string }>(
    `update sign_ups set answers = '{"said": "Kestrelwort"}' where workspace_id = $1 and email = $2 returning id`,
    [home.workspaceId, email],
  );
  return `/newcomers/${rows[0]!.id}`;
}

test('TRUST 67: of whoever is told no at the door nothing stays that they said, in any table, and after thirty days not who they were', async () => {
  const { home } = people;
  await setRules(portal(), home, { mode: 'moderated' });
  const [email, other] = ['quill@zzyzx.example', 'orla@plover.example'];
  const page = await newcomer(email, { name: 'Quill Zephyrine', company: 'Zzyzx Freight' });
  await newcomer(other, { name: 'Orla Plover', company: 'Plover Mills' });
  const said = ['Zephyrine', 'Zzyzx Freight'];
  // Control: before, it stands in all of these.
  const everywhere = ['mails.subject', 'mails.text', 'notifications.data', 'sign_ups.company', 'sign_ups.name'];
  const before = await naming(said);
  for (const column of everywhere) expect(before).toContain(column);
  const form = await as(portal(), home.owner).get(page);
  expect(form.text).toContain('What Quill told us is deleted at once');
  const no = await as(portal(), home.owner).submit(page, `${page}/refusal`, { reason: 'Not this year' });
  expect(no.status).toBe(303);
  await portal().workJobs();
  expect(await naming(said)).toEqual([]);
  expect(await naming([email])).toEqual(Object.keys(AFTER_A_NO));
  const { rows } = await superuser.query<{ text: string }>('select text from mails where kind = $1', [
    'newcomer.declined',
  ]);
  expect(rows[0]!.text).toContain('deleted after 30 days');
  await superuser.query("update sign_ups set decided_at = now() - interval '31 days' where email = $1", [email]);
  await housekeeping[0]!.run(portal().platform);
  expect(await naming([email])).toEqual([]);
  // Control: of whoever waits still it is all there.
  const waiting = await naming(['Orla Plover', other]);
  for (const column of [...everywhere, ...Object.keys(AFTER_A_NO)])
    if (!column.endsWith('company')) expect(waiting).toContain(column);
});

test('TRUST 67, control: under a hold over everything a no erases nothing, and says nothing of it', async () => {
  const { home } = people;
  await superuser.query(
    "insert into legal_holds (workspace_id, id, reason) values ($1, gen_random_uuid(), 'An audit')",
    [home.workspaceId],
  );
  const page = await newcomer('ned@heron.example', { name: 'Ned Heronshaw', company: 'Heron Ltd' });
  expect((await as(portal(), home.owner).get(page)).text).not.toContain('is deleted at once');
  await as(portal(), home.owner).submit(page, `${page}/refusal`, { reason: '' });
  await superuser.query("update sign_ups set decided_at = now() - interval '31 days' where email = $1", [
    'ned@heron.example',
  ]);
  await housekeeping[0]!.run(portal().platform);
  const kept = await naming(['Ned Heronshaw']);
  for (const column of ['mails.subject', 'notifications.data', 'sign_ups.name']) expect(kept).toContain(column);
});
