import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as } from '../client.ts';
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
    // A connection is tried by somebody of the team.
    [all('sso_connections set tested_by = null'), workspaceId],
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
  'contacts.continues_as',
  'invitations.invited_by_contact',
  'members.identity_id',
  'sso_connections.tested_by',
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
