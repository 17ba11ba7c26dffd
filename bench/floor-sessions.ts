import { sql } from 'kysely';
import { people, type Size } from '#app/seed/index.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import type { FloorReady } from './pages.ts';

const HOUR = 3_600_000;

/** What the pages of this run are about. */
export const bench = { thread: 0 };

/** Signs in everybody the benchmark speaks for and chooses its tickets. */
export function prepare(
  platform: Platform,
  workspaceId: string,
  size: Size,
  count: number,
): Promise<Omit<FloorReady, 'port' | 'pid'>> {
  const { customer, agent } = people(size);
  return asSystem(platform.pool, workspaceId, async (db) => {
    const others = await identities(db, workspaceId, (email) => sql<boolean>`${email} like 'contact%'`, count);
    const [one] = await identities(db, workspaceId, (email) => sql<boolean>`${email} = ${customer}`, 1);
    const [other] = await identities(db, workspaceId, (email) => sql<boolean>`${email} = ${agent}`, 1);
    const tickets = await ticketsOf(db, workspaceId, customer);
    bench.thread = tickets.find(({ status }) => status === 'closed')!.number;
    const tokens: string[] = [];
    for (const id of others) tokens.push(await signIn(db, workspaceId, id));
    const { rows } = await sql<{
      version: string;
      tickets: number;
    }>`select current_setting('server_version') as version,
      (select count(*) from tickets where workspace_id = ${workspaceId}) as tickets`.execute(db);
    return {
      customer: await signIn(db, workspaceId, one!),
      agent: await signIn(db, workspaceId, other!),
      others: tokens,
      thread: bench.thread,
      open: tickets.filter(({ status }) => status !== 'closed').map(({ number }) => number),
      postgres: rows[0]!.version,
      tickets: Number(rows[0]!.tickets),
    };
  });
}

async function identities(
  db: Db,
  workspaceId: string,
  which: (email: ReturnType<typeof sql.ref>) => ReturnType<typeof sql<boolean>>,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where(which(sql.ref('email')))
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function signIn(db: Db, workspaceId: string, identityId: string): Promise<string> {
  const token = randomToken(32);
  await db
    .insertInto('sessions')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      identity_id: identityId,
      token_hash: sha256Hex(token),
      expires_at: new Date(Date.now() + HOUR),
    })
    .execute();
  return token;
}

/** The customer's newest first. */
function ticketsOf(db: Db, workspaceId: string, email: string) {
  return db
    .selectFrom('tickets')
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'tickets.workspace_id')
        .onRef('contacts.account_id', '=', 'tickets.account_id'),
    )
    .select(['tickets.number', 'tickets.status'])
    .where('tickets.workspace_id', '=', workspaceId)
    .where('contacts.email', '=', email)
    .orderBy('tickets.id', 'desc')
    .execute();
}
