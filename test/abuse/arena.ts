import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { csrfToken } from '#platform/http/csrf.ts';
import { type Answer, as, type Client, type Fields } from '../client.ts';
import { peek } from '../database.ts';
import type { TestPortal } from '../portal.ts';
import { type Actor, newWorld, type World } from '../world.ts';

/** A business with something to steal in it, and everything a thief may know beforehand. */
export interface Victim {
  world: World;
  /** Words the customer Dana wrote: subject, text, file. Nobody outside her account and the team may ever read them. */
  customerWord: string;
  /** A word of the team's own: internal note and its file. No customer may read it. */
  teamWord: string;
  /** The numbers and ids a thief has come to know; the files are among the ids, and the first of each kind once more. */
  known: Record<'numbers' | 'ids' | 'firsts' | 'files' | 'contacts' | 'events', string[]>;
}

let arenas = 0;

/** A world in which Dana and the team have talked, with notes, files and notifications; their jobs are done. */
export async function victim(portal: TestPortal, name = 'Northwind Studio'): Promise<Victim> {
  const world = await newWorld(portal, name);
  arenas += 1;
  const customerWord = `zanzibarium${arenas}x`;
  const teamWord = `quokkaphobia${arenas}x`;
  if (overHttps(portal)) Object.assign(world, { origin: `https://${world.host}` });
  const dana = signedIn(portal, world.dana);
  const priya = signedIn(portal, world.agent);
  await expectMoved(
    dana.submit('/support/new', '/support', {
      subject: `About ${customerWord}`,
      urgency: 'slows',
      body: `The ${customerWord} is broken`,
      files: { name: `${customerWord}.txt`, content: customerWord },
    }),
  );
  await expectMoved(
    priya.submit('/inbox/1', '/inbox/1/replies', { body: `We look at ${customerWord}.`, outcome: 'wait' }),
  );
  await expectMoved(
    priya.submit('/inbox/1?mode=note', '/inbox/1/notes', {
      body: `Our ${teamWord} note`,
      files: { name: `${teamWord}.txt`, content: teamWord },
    }),
  );
  // One that belongs to nothing yet.
  const form = await dana.form('/support/new', '/support');
  await dana.postRaw('/uploads', {
    _token: form._token!,
    file: { name: `${customerWord}-loose.txt`, content: customerWord },
  });
  await portal.workJobs();
  return { world, customerWord, teamWord, known: await knownTo(portal, world) };
}

const overHttps = (portal: TestPortal) => portal.platform.config.origin.scheme === 'https';

/** Somebody with the cookie that this installation gives, which has another name over https. */
export function signedIn(portal: TestPortal, actor: Actor): Client {
  const client = as(portal, actor);
  if (!overHttps(portal)) return client;
  client.cookies.clear();
  client.cookies.set('__Host-portico_session', actor.token);
  return client;
}

async function expectMoved(answer: Promise<Answer>): Promise<void> {
  const { status, text } = await answer;
  if (status !== 303) throw new Error(`the arena could not be built: ${status} ${text.slice(0, 500)}`);
}

async function knownTo(portal: TestPortal, world: World): Promise<Victim['known']> {
  const ids = async (table: string, where = 'true') =>
    (
      await peek<{ id: string }>(portal.database, `select id from ${table} where workspace_id = $1 and ${where}`, [
        world.workspaceId,
      ])
    ).map((row) => row.id);
  const dana = `identity_id = '${world.dana.identityId}'`;
  const kinds = await Promise.all([
    ids('attachments'),
    ids('tickets'),
    ids('replies'),
    ids('internal_notes'),
    ids('notifications', dana),
  ]);
  return {
    numbers: ['1'],
    ids: [...kinds.flat(), world.accountId],
    firsts: [...kinds.map(([first]) => first!), world.accountId],
    files: kinds[0]!,
    contacts: [world.dana.id],
    events: await ids('events'),
  };
}

/** A contact of the account whose access was taken away, and one whose session has run out; both still have a cookie. */
export async function formerPeople(portal: TestPortal, world: World): Promise<{ disabled: Actor; expired: Actor }> {
  const add = async (name: string, more: { disabledAt?: Date; expiresAt?: Date }): Promise<Actor> => {
    const [id, identityId] = [newId(), newId()];
    const token = `former-${identityId}`;
    const email = `${identityId.slice(-8)}@acme.example`;
    const { workspaceId: workspace_id, accountId: account_id } = world;
    await asSystem(portal.platform.pool, workspace_id, async (db) => {
      await db
        .insertInto('identities')
        .values({ workspace_id, id: identityId, email, name, email_verified: true })
        .execute();
      await db
        .insertInto('contacts')
        .values({
          workspace_id,
          id,
          account_id,
          identity_id: identityId,
          name,
          email,
          role: 'contributor',
          disabled_at: more.disabledAt ?? null,
        })
        .execute();
      const expires_at = more.expiresAt ?? new Date(Date.now() + 86_400_000);
      await db
        .insertInto('sessions')
        .values({ workspace_id, id: newId(), identity_id: identityId, token_hash: sha256Hex(token), expires_at })
        .execute();
    });
    return { id, identityId, name, email, token, accountId: account_id, world };
  };
  return {
    disabled: await add('Former Contact', { disabledAt: new Date() }),
    expired: await add('Sleepy Contact', { expiresAt: new Date(Date.now() - 1000) }),
  };
}

/** The proof that a form stood on a page of this session: what an attacker with a session of their own always has. */
export const tokenFor = (portal: TestPortal, actor: Actor | null, world: World): string =>
  csrfToken(portal.platform, world.workspaceId, actor?.token ?? '');

/** Everything that can be put into the form of a stolen request, with the victim's ids under every likely name. */
export function poisonedFields(target: Victim, token: string): Fields {
  const { world, known } = target;
  return {
    _token: token,
    _page: '/',
    _once: `abuse-${newId()}`,
    body: 'taken over',
    subject: 'taken over',
    urgency: 'blocks',
    outcome: 'solve',
    status: 'closed',
    priority: 'urgent',
    upload: known.ids,
    seen: known.ids[0]!,
    assignee: world.agent.id,
    workspace_id: world.workspaceId,
    workspaceId: world.workspaceId,
    account: world.accountId,
    account_id: world.accountId,
    accountId: world.accountId,
    identity_id: world.dana.identityId,
    ticket_id: known.ids[1]!,
    contact: world.dana.id,
    role: 'owner',
    email: 'thief@evil.example',
    contact_name: 'Thief',
    name: 'Thief Ltd',
    id: known.ids[0]!,
    until: new Date().toISOString(),
  };
}

/** What no attack may change: everything of the victim's account, and Dana's own things. */
export async function fingerprint(portal: TestPortal, { world }: Victim): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  const parts: [string, string, string][] = [
    ...['tickets', 'replies', 'internal_notes', 'attachments', 'contacts', 'account_members'].map(
      (table): [string, string, string] => [table, 'account_id', world.accountId],
    ),
    ['attachments', 'uploaded_by', world.dana.identityId],
    ['accounts', 'id', world.accountId],
    ['members', 'id', world.agent.id],
    ['identities', 'id', world.dana.identityId],
    ['sessions', 'identity_id', world.dana.identityId],
    ['notifications', 'identity_id', world.dana.identityId],
    ['drafts', 'identity_id', world.dana.identityId],
    ['invitations', 'account_id', world.accountId],
  ];
  for (const [table, column, id] of parts) {
    const [row] = await peek<{ sum: string }>(
      portal.database,
      `select coalesce(md5(string_agg(said, '|' order by said)), 'nothing') as sum
       from (select *, (to_jsonb(t) - $3)::text as said from ${table} t) t
       where workspace_id = $1 and ${column} = $2`,
      // A customer is newer after any event of theirs, a minute later: a colleague's sign-in is one.
      [world.workspaceId, id, table === 'accounts' ? 'active_at' : ''],
    );
    result[`${table} by ${column}`] = row!.sum;
  }
  return result;
}

/** A real address of a route as far as the victim's world has one: with the thing its place holders are for. */
export function addressOf(path: string, { known, world }: Victim): string {
  const named: [string, string][] = [
    ['/customers/:id', `/customers/${world.accountId}`],
    ['/readers/:kind/:id', `/readers/account/${world.accountId}`],
    ['/settings/members/:id', `/settings/members/${world.agent.id}`],
    ['/people/:id', `/people/${world.agent.id}`],
    ['/audit/:id', `/audit/${known.events[0]}`],
    [':number', '1'],
    [':contact', world.dana.id],
    [':member', world.agent.id],
    [':category', 'en'],
    [':locale', 'en'],
    [':name', 'x.txt'],
    [':subject', world.accountId],
  ];
  const filled = named.reduce((each, [holder, value]) => each.replace(holder, value), path);
  return filled.replace(/:[a-z]+/g, known.ids[0]!);
}

/** Takes everything but the workspace out of the named tables' policies while `work` runs. */
export async function openWalls({ database }: TestPortal, tables: string[], work: () => Promise<void>): Promise<void> {
  const policies = await peek<{
    name: string;
    table: string;
    using: string;
    check: string | null;
    insert_only: boolean;
  }>(
    database,
    `select polname as name, polrelid::regclass::text as table, pg_get_expr(polqual, polrelid) as using, polcmd = 'a' as insert_only,
       pg_get_expr(polwithcheck, polrelid) as check from pg_policy
     where polname in ('wall', 'wall_write', 'wall_read', 'wall_insert', 'wall_update', 'own_hand') and polrelid::regclass::text = any ($1)`,
    [tables],
  );
  const open = '(workspace_id = (select app.workspace()))';
  const workspaceOf = (table: string) => (table === 'workspaces' ? '(id = (select app.workspace()))' : open);
  try {
    for (const { name, table, check, insert_only } of policies) {
      const using = workspaceOf(table);
      await peek(
        database,
        `alter policy ${name} on ${table} ${insert_only ? '' : `using ${using}`}${check ? ` with check ${using}` : ''}`,
      );
    }
    await work();
  } finally {
    for (const { name, table, using, check, insert_only } of policies) {
      await peek(
        database,
        `alter policy ${name} on ${table} ${insert_only ? '' : `using (${using})`}${check ? ` with check (${check})` : ''}`,
      );
    }
  }
}
