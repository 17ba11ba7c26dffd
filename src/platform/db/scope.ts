import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { openHandle } from './handle.ts';
import type { Ask, Pool } from './pool.ts';
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
  /** Of a contact: what they are for their account, how far they see what colleagues asked, and whether they may answer it. */
  flags: string[] | null;
  colleagues: string | null;
  answers: boolean | null;
  /** Set while a look is asked for (`Scope.view`): the contact whose portal it is, and why it stands no more, if so. */
  look?: Look | undefined;
}

/** A look of a member at the portal as one contact: see app.enter_view(). */
export interface Look {
  id: string | null;
  contactId: string | null;
  accountId: string | null;
  endsAt: Date | null;
  /** Null while it stands. */
  over: 'gone' | 'time' | 'right' | 'reach' | 'contact' | null;
  /** The member behind it. */
  by: Principal;
}

export interface Scope {
  workspaceId: string;
  /** SHA-256 of the session token, hex. Absent: a visitor. */
  tokenHash?: string | undefined;
  /** Who holds this looks as somebody else, if it stands: SHA-256 of the look's token, and the portal they are at. */
  view?: { hash: string; portalId: string } | undefined;
  /** The system acts: jobs, sign-in, seeds. Never from something a request said. */
  system?: boolean;
  readOnly?: boolean;
  /** Every statement reads the same state, whatever is committed meanwhile; only for what reads. */
  still?: boolean;
  /** Its statements may take as long as they need; only for what nobody waits for. */
  unhurried?: boolean;
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
const ENTER_VIEW = "select who.*, app.shut('room') as shut from app.enter_view($1::uuid, $2, $3, $4::uuid) who";

/**
 * Left to itself PostgreSQL plans a list of a large workspace beside small ones anew each time, which costs more than asking
 * it: it compares what both plans would cost by statistics that know how large this one is. What pages ask is written so
 * that one plan is right for all (decision 0015). What writes may come with thousands of values, for which it is not.
 */
const BEGIN_PAGE = 'begin read only; set local plan_cache_mode = force_generic_plan';

/** The scope that is open where the code runs now: for nothing but to refuse the scope of another workspace inside it. */
const around = new AsyncLocalStorage<{ workspaceId: string; open: boolean }>();

/**
 * Work that only reads says by it that it asks nothing more: its place is another's from then on, and whoever waited for it has asked
 * before this resolves. To be waited for before a page is rendered, so that PostgreSQL is not idle meanwhile. To others it does nothing.
 */
export type AllRead = () => Promise<void>;

/**
 * The one door to the database: a transaction in which row-level security knows who asks. It opens in a single round
 * trip. The values are set by a function inside it: on Citus, replace this by SET LOCAL with propagation, here and nowhere
 * else.
 */
export async function inScope<T>(
  pool: Pool,
  scope: Scope,
  work: (db: Db, principal: Principal, allRead: AllRead) => Promise<Outcome<T>>,
): Promise<T> {
  if (!UUID.test(scope.workspaceId)) throw new Error('a scope needs a workspace id');
  for (const hash of [scope.tokenHash, scope.view?.hash]) {
    if (hash !== undefined && !HASH.test(hash)) throw new Error('a token hash is 64 hex digits');
  }
  const outer = around.getStore();
  // A job that looks into another business while it works in one would carry something over.
  if (outer?.open && outer.workspaceId !== scope.workspaceId) {
    throw new Error('inside the scope of one workspace none of another can be opened');
  }
  const here = { workspaceId: scope.workspaceId, open: true };
  // Somebody who looks as somebody else writes nothing, whatever they ask for.
  const readOnly = scope.readOnly === true || scope.view !== undefined;
  const { ask, unhurried, leaveReading, release } = await pool.connect(scope.workspaceId, readOnly && !scope.unhurried);
  if (scope.unhurried) unhurried();
  const handle = openHandle(ask);
  let broken: Error | undefined;
  let left = false;
  const shut = () => {
    here.open = false;
    handle.end();
  };
  const leave = () => {
    shut();
    if (!left) leaveReading();
    left = true;
  };
  const allRead = async () => {
    if (!readOnly) return;
    leave();
    await turnOfOthers();
  };
  try {
    const begin = beginning(scope, readOnly);
    const [, entered] = await Promise.all([ask(begin), ask(...entering(scope))]);
    const principal = scope.view ? lookOf(entered.rows) : (entered.rows[0] as Principal);
    const outcome = await around.run(here, () => work(handle.db, principal, allRead));
    shut();
    if (left || (readOnly && outcome.commit)) leave();
    else await end(ask, outcome.commit);
    return outcome.value;
  } catch (error) {
    shut();
    if (left) throw error;
    await ask('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    if (!left) release(broken);
  }
}

function beginning({ still, unhurried }: Scope, readOnly: boolean): string {
  if (still) return 'begin isolation level repeatable read read only';
  if (unhurried) return 'begin; set local statement_timeout = 0; set local lock_timeout = 0';
  return readOnly ? BEGIN_PAGE : 'begin';
}

/** PostgreSQL answers the commit of a transaction in which a statement has failed without an error, and keeps nothing of it. */
async function end(ask: Ask, keep: boolean): Promise<void> {
  const { command } = await ask(keep ? 'commit' : 'rollback');
  if (keep && command !== 'COMMIT') throw new Error('a statement of this transaction had failed: nothing was kept');
}

const entering = ({ workspaceId, tokenHash, view, system }: Scope): [string, unknown[]] =>
  view
    ? [ENTER_VIEW, [workspaceId, tokenHash ?? null, view.hash, view.portalId]]
    : [ENTER, [workspaceId, tokenHash ?? null, system ? 'system' : 'person']];

interface ViewRow extends Principal {
  view_id: string | null;
  view_contact: string | null;
  view_account: string | null;
  view_ends_at: Date | null;
  view_over: Look['over'];
}

/** Two rows while the look stands, the contact and the member behind it; else the member alone. */
function lookOf(rows: unknown[]): Principal {
  const [first, member = first] = rows as [ViewRow, ViewRow?];
  const {
    view_id: id,
    view_contact: contactId,
    view_account: accountId,
    view_ends_at: endsAt,
    view_over: over,
  } = first;
  return { ...first, look: { id, contactId, accountId, endsAt, over, by: member } };
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
