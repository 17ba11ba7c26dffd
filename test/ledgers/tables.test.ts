import { expect, test } from 'vitest';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';

const portal = usePortal();

/** Tables that belong to the installation and hold nothing of any workspace. */
const NOBODYS = ['app_migrations', 'job_workers', 'rate_limits'];

/** Functions that run with their owner's rights, each with the reason it must. */
const DEFINERS: Record<string, string> = {
  'app.begin_roles': 'a trigger: a new workspace has the roles that come with every portal, whoever makes it',
  'app.directory_holding': 'says to who may know of somebody which directory took their access away, by its name',
  'app.due_log_streams': 'says which streams of which workspaces have something to send, and nothing of it',
  'app.enter':
    'it says who asks, before which there are no walls; each table is asked for one workspace, by the session’s hash',
  'app.enqueue': 'the queue belongs to the owner; it checks the workspace of the transaction',
  'app.erase_events':
    'nobody else may change the log; it takes away what privacy may, for the system, and writes nothing',
  'app.files_that_stay':
    'says of the files of one thing which a legal hold keeps as they are, to whoever may see that thing; nothing of the hold',
  'app.forget_rate_limits': 'budgets belong to nobody',
  'app.at_open_account':
    'whether a customer was put away, and holds its row so that nobody puts it away meanwhile: which who invites, joins or moves somebody may not lock',
  'app.gives_access_back':
    'a trigger: it keeps whom a directory put out from being let in by hand, and tells the directory what is true',
  'app.give_back': 'budgets belong to nobody',
  'app.has_workspaces': 'answers yes or no, before there is a workspace',
  'app.installation_health': 'for the installation’s own team, which it checks',
  'app.installation_workspaces': 'for the installation’s own team, which it checks',
  'app.live_counts':
    'as app.search, of articles: through the policies each is asked for once more; it returns numbers of what one may read',
  'app.live_head': 'a number',
  'app.live_since': 'opaque topics for the relay, no content',
  'app.asked_for': 'for the functions of the search: customers read no synonyms, and find by them',
  'app.brought_from':
    'readers see nothing of imports; it returns ids of articles and categories, which have walls of their own',
  'app.cut_again': 'nobody writes entries; for the system, which it checks',
  'app.found_tickets': 'as app.search',
  'app.index_account': 'a trigger: who writes a customer makes them findable',
  'app.index_articles': 'a trigger: who says what readers see makes it findable',
  'app.index_contact': 'as app.index_account',
  'app.index_first': 'as app.index_text, of articles that have no text yet',
  'app.index_member': 'as app.index_account',
  'app.index_text':
    'as app.index_account, for words that are made outside the database; it asks the walls for the thing',
  'app.index_ticket': 'as app.index_account',
  'app.index_topic': 'as app.index_articles',
  'app.learn_articles': 'statistics are the owner’s to renew; it takes nothing and answers nothing',
  'app.language_at': 'for whoever invites: in which language an address is written to, nothing else of logins',
  'app.like_word': 'nobody reads the words of typing errors; it is called by app.search alone',
  'app.matching_accounts': 'as app.search',
  'app.note_articles':
    'for its triggers: nobody writes what is kept of articles; it is read off them and answers nothing',
  'app.note_change':
    'a trigger: who writes, publishes, cares or votes changes what the team’s lists know of an article',
  'app.note_language':
    'a trigger, as app.note_change: of which language the others are behind, and that the one before is written in still',
  'app.note_words': 'a trigger: what is written can be mistyped',
  'app.read_from_outside': 'a customer cannot see the links of guests; it returns how many stand on a ticket of theirs',
  'app.search': 'text search cannot use its index under a policy; it names the same walls itself, and returns ids',
  'app.renew_use': 'nobody writes entries; for the system, which it checks',
  'app.renew_words': 'nobody reads the words of typing errors; for the system, which it checks',
  'app.unindex': 'a trigger: what is gone is not found',
  'app.member_invitation_mails':
    'for whoever manages members: what became of their invitations’ mails, nothing else of mails',
  'app.members_seen': 'for whoever manages members: when each was here last, nothing else of sessions',
  'app.portal_by_host': 'the one question that is asked before a workspace is known',
  'app.runs_installation': 'answers yes or no, for the two functions below it',
  'app.take': 'budgets belong to nobody',
  'app.touch_accounts': 'a trigger: a customer’s own event makes their account newer',
  'app.unknown_files': 'says which storage keys nobody knows, and nothing about the others',
  'app.unsealed_workspaces': 'says where the sealer has to go',
  'app.workspace_ids': 'chores visit each workspace in turn',
  'app.invitation_mails':
    'mail is the system’s; it tells the team, and whoever looks after a customer’s people, what became of an invitation, and nothing of the mail',
  'app.merge_accounts':
    'a merge writes what nobody may write by itself: replies and notes keep their author and change their account',
  'app.merge_contacts': 'as app.merge_accounts, for the author of what was written',
  'app.is_unmet':
    'a customer does not read what the team did; it says of their own account whether the team has done anything, and nothing else',
  'app.shut_doors':
    'customers read neither segments nor gates; it keeps which rooms and fields are not theirs, and not why, for the transaction',
  'app.shut_for': 'as app.shut_doors, of a customer the system tells something; a customer asks for none but their own',
  'app.weigh_again': 'a trigger: a change has its customer weighed again, whoever makes it',
  'app.similar_people': 'as app.search',
  'app.named_tickets':
    'the policy on tickets asks it for the ids the person is named on; through the table’s own policy that would be a circle',
  'app.related_articles': 'as app.search: the articles that a sentence may be about, by the walls of articles',
  'app.open_gates': 'customers read neither segments nor gates; it says which articles and categories are open to them',
  'app.own_accounts':
    'the policies show a person one account at a time; it names the others they stand for, and a count',
  'app.undo_import': 'nobody may delete customers; it takes away what one import made and nobody has used',
};

interface TableRow {
  name: string;
  enabled: boolean;
  forced: boolean;
  policies: number;
  owner: string;
}

const tables = () =>
  peek<TableRow>(
    portal().database,
    `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, c.relowner::regrole::text as owner,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid
          and 'portico_runtime'::regrole = any (p.polroles)) as policies
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );

/** What is wrong with a table, empty when nothing is. */
const faults = (rows: TableRow[]): string[] =>
  rows
    .filter((row) => !NOBODYS.includes(row.name))
    .filter((row) => !row.enabled || !row.forced || row.policies === 0)
    .map((row) => row.name);

test('TRUST 3: every table of a workspace has forced row-level security and a policy', async () => {
  const rows = await tables();
  expect(rows.length).toBeGreaterThan(15);
  expect(faults(rows)).toEqual([]);
});

test('TRUST 3, control: a table whose row-level security is not forced is found', async () => {
  await peek(portal().database, 'alter table contacts no force row level security');
  try {
    expect(faults(await tables())).toEqual(['contacts']);
  } finally {
    await peek(portal().database, 'alter table contacts force row level security');
  }
});

/** Tables that would take something from somebody who looks at the portal as a customer. */
const takers = () =>
  peek<{ name: string }>(
    portal().database,
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'app.refuse_viewer'::regproc
         and t.tgenabled = 'O' and t.tgtype & 31 = 30)
     order by 1`,
  );

test('TRUST 37: every table of a workspace refuses what somebody writes who looks as a customer', async () => {
  expect((await takers()).map(({ name }) => name)).toEqual(NOBODYS);
});

test('TRUST 37, control: a table that would take it is found', async () => {
  await peek(portal().database, 'alter table replies disable trigger viewer_writes_nothing');
  try {
    expect((await takers()).map(({ name }) => name)).toContain('replies');
  } finally {
    await peek(portal().database, 'alter table replies enable trigger viewer_writes_nothing');
  }
});

test('TRUST 3: the running role owns nothing and can pass no wall', async () => {
  const [role] = await peek(
    portal().database,
    `select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
       (select count(*)::int from pg_class where relowner = r.oid) as owns
     from pg_roles r where r.rolname = $1`,
    [decodeURIComponent(new URL(portal().database.app).username)],
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: 0 });
});

test('TRUST 3: functions with their owner’s rights are the ones listed, and pin their search path', async () => {
  const rows = await peek<{ name: string; path: string | null }>(
    portal().database,
    `select p.pronamespace::regnamespace || '.' || p.proname as name, array_to_string(p.proconfig, ' ') as path
     from pg_proc p where p.prosecdef and p.pronamespace in ('app'::regnamespace, 'public'::regnamespace) order by 1`,
  );
  const listed = rows.filter((row) => row.name in DEFINERS);
  expect(rows.map((row) => row.name)).toEqual(listed.map((row) => row.name));
  for (const row of rows) expect(row.path, row.name).toContain('search_path=pg_catalog');
});

test('TRUST 3: what app.enter() and app.shut_doors() ask with their owner’s rights they ask of one workspace', async () => {
  const rows = await peek<{ said: string }>(
    portal().database,
    "select prosrc as said from pg_proc where oid in ('app.enter'::regproc, 'app.shut_doors'::regproc)",
  );
  for (const { said } of rows) {
    const asked = [...said.matchAll(/\b(?:from|join) (\w+) (\w+)\b/g)];
    expect(asked.length).toBeGreaterThan(2);
    for (const [, table, name] of asked)
      expect(said).toMatch(
        new RegExp(
          `\\b${name}\\.${table === 'workspaces' ? 'id' : 'workspace_id'} = (ws|app\\.workspace\\(\\)|[go]\\.workspace_id)`,
        ),
      );
  }
});

test('an “exists” in a policy has an offset: without it each statement sets up two plans of it and uses one', async () => {
  const rows = await peek<{ name: string; said: string }>(
    portal().database,
    `select tablename || '.' || policyname as name, concat(qual, with_check) as said from pg_policies
     where schemaname = 'public' and concat(qual, with_check) like '%EXISTS ( SELECT%'`,
  );
  expect(rows.length).toBeGreaterThan(20);
  const times = (text: string, part: string) => text.split(part).length - 1;
  for (const { name, said } of rows) expect(times(said, 'OFFSET 0'), name).toBe(times(said, 'EXISTS ( SELECT'));
});

test('functions that write what is found say how long the list of what is not sorted in may be: every search goes through it', async () => {
  const rows = await peek<{ name: string; said: string }>(
    portal().database,
    `select p.proname as name, coalesce(array_to_string(p.proconfig, ' '), '') as said from pg_proc p
     where p.pronamespace = 'app'::regnamespace and p.prosrc ~ '(insert into|update) public\\.search_entries'`,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { name, said } of rows)
    expect(said, name).toContain(`gin_pending_list_limit=${name === 'index_first' ? 65_536 : 512}`);
});

test('every table of a workspace starts its keys with the workspace', async () => {
  const rows = await peek<{ name: string; first: string }>(
    portal().database,
    `select c.conrelid::regclass::text as name, a.attname as first from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype in ('p', 'u') and c.connamespace = 'public'::regnamespace`,
  );
  const exceptions = ['workspaces', 'portals.host', ...NOBODYS];
  const wrong = rows.filter(
    (row) =>
      row.first !== 'workspace_id' &&
      !exceptions.includes(row.name) &&
      !exceptions.includes(`${row.name}.${row.first}`),
  );
  expect(wrong).toEqual([]);
});

test('TRUST 4: without a scope, or with a broken one, a query is an error and never an answer', async () => {
  const { client, release } = await portal().platform.pool.connect();
  try {
    await expect(client.query('select * from tickets')).rejects.toThrow(/app\.workspace|invalid input syntax/);
    await client.query(
      "select set_config('app.workspace', 'nonsense', false), set_config('app.kind', 'member', false)",
    );
    await expect(client.query('select * from tickets')).rejects.toThrow(/uuid/);
    // Control: with a scope that is one, the same query is an answer.
    await client.query("select set_config('app.workspace', gen_random_uuid()::text, false)");
    expect((await client.query('select * from tickets')).rows).toEqual([]);
  } finally {
    release(true);
  }
});
