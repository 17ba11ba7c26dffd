import { type Kysely, sql } from 'kysely';
import { openHandle } from './handle.ts';
import type { Pool } from './pool.ts';
import type { DB } from './schema.gen.ts';

export type Db = Kysely<DB>;

/** What app.enter() says about the person behind a session. */
export interface Principal {
  kind: 'visitor' | 'contact' | 'member' | 'system';
  session_id: string | null;
  identity_id: string | null;
  person_id: string | null;
  account_id: string | null;
  account_name: string | null;
  account_short_name: string | null;
  name: string | null;
  email: string | null;
  title: string | null;
  role: string | null;
  locale: string | null;
  zone: string | null;
  theme: string | null;
  hotkeys: boolean | null;
  method: string | null;
  seen_at: Date | null;
  /** Whose session it was that has ended. Grants nothing. */
  was_identity: string | null;
  photo: string | null;
  rights: string[] | null;
  /** Of a member: which customers they see. */
  reach: string | null;
  /** Of a customer: the rooms their company is kept out of. */
  shut: string[] | null;
}

export interface Scope {
  workspaceId: string;
  /** SHA-256 of the session token, hex. Absent: a visitor. */
  tokenHash?: string | undefined;
  /** The system acts: jobs, sign-in, seeds. Never from something a request said. */
  system?: boolean;
  readOnly?: boolean;
}

/** What the work in a scope ended in: its value, and whether its writes are to be kept. */
export interface Outcome<T> {
  value: T;
  commit: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
// What is shut is asked of whoever app.enter() has just found: its rows are there before the list of columns is looked at.
const ENTER = "select who.*, app.shut('room') as shut from app.enter($1::uuid, $2, $3) who";

/**
 * The one door to the database: a transaction in which row-level security knows who asks. It opens in a single round
 * trip. The values are set by a function inside it: on Citus, replace this by SET LOCAL with propagation, here and nowhere
 * else.
 */
export async function inScope<T>(
  pool: Pool,
  scope: Scope,
  work: (db: Db, principal: Principal) => Promise<Outcome<T>>,
): Promise<T> {
  if (!UUID.test(scope.workspaceId)) throw new Error('a scope needs a workspace id');
  if (scope.tokenHash !== undefined && !HASH.test(scope.tokenHash)) throw new Error('a token hash is 64 hex digits');
  const { client, ask, leaveReading } = await pool.connect();
  const handle = openHandle(ask);
  let broken: Error | undefined;
  let left = false;
  try {
    const who = [scope.workspaceId, scope.tokenHash ?? null, scope.system ? 'system' : 'person'];
    const [, entered] = await Promise.all([ask(scope.readOnly ? 'begin read only' : 'begin'), ask(ENTER, who)]);
    const outcome = await work(handle.db, entered.rows[0] as Principal);
    handle.end();
    left = scope.readOnly === true && outcome.commit;
    if (left) leaveReading();
    else await client.query(outcome.commit ? 'commit' : 'rollback');
    return outcome.value;
  } catch (error) {
    handle.end();
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    if (!left) client.release(broken);
  }
}

/** Work of the system in one workspace, committed when it does not throw. */
export function asSystem<T>(pool: Pool, workspaceId: string, work: (db: Db) => Promise<T>): Promise<T> {
  return inScope(pool, { workspaceId, system: true }, async (db) => ({ value: await work(db), commit: true }));
}

/**
 * From here on this transaction is the system's. For the doors, where nobody is anybody yet (sign-in, invitations), and
 * for keeping the draft of somebody whose session has ended: a second connection would wait for the first one's end.
 */
export async function elevate(db: Db, workspaceId: string): Promise<void> {
  await sql`select app.enter(${workspaceId}::uuid, null, 'system')`.execute(db);
}

/** The person behind a session again, after a moment as the system in the middle of their request. */
export async function comeBack(db: Db, workspaceId: string, tokenHash: string): Promise<void> {
  await sql`select app.enter(${workspaceId}::uuid, ${tokenHash}, 'person')`.execute(db);
}
