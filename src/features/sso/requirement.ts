import { sql } from 'kysely';
import { endSessionsOf } from '#features/identity/index.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { authority, type Connection } from './connection.ts';
import { mayManage, tell, update } from './setup.ts';

/** Somebody whom a connection is for, and whether it can vouch for them. */
export interface Concerned {
  identityId: string;
  name: string;
  email: string;
  role: string;
  /** When they last came in by it, and not by a provider it had before; null for never. */
  usedAt: Date | null;
  /** Their address is in a domain that was proved for it. */
  covered: boolean;
}

/** Everybody of the connection's side who can sign in, by name. */
export async function concerned(ctx: Pick<Ctx, 'db' | 'workspace'>, connection: Connection): Promise<Concerned[]> {
  const { id, accountId } = connection;
  const workspace = ctx.workspace.id;
  const side = accountId === null ? sql`members` : sql`contacts`;
  const { rows } = await sql<Concerned>`
    select p.identity_id as "identityId", p.name, p.email::text as email, p.role, l.used_at as "usedAt",
      exists (select from sso_domains d where d.workspace_id = ${workspace} and d.connection_id = ${id}::uuid
        and d.proved_at is not null and d.domain = lower(split_part(p.email::text, '@', 2))) as covered
    from ${side} p
    left join sso_links l on l.workspace_id = p.workspace_id and l.identity_id = p.identity_id and l.connection_id = ${id}::uuid
      and l.issuer = ${authority(connection) ?? null}
    where p.workspace_id = ${workspace} and p.disabled_at is null and p.identity_id is not null
      ${accountId === null ? sql`` : sql`and p.account_id = ${accountId}::uuid`}
    order by p.name`.execute(ctx.db);
  return rows;
}

/** Of whom it is required when it is required: of the team all but the owners, of a customer those it can vouch for. */
export const isHeldTo = ({ accountId }: Connection, { role, covered }: Concerned): boolean =>
  accountId === null ? role !== 'owner' : covered;

/** From now on the only way in. Whoever is signed in otherwise signs in again, and meets it. */
export async function require(ctx: Ctx, connection: Connection, on: boolean): Promise<void> {
  demand(mayManage(ctx));
  demandStill(!on || connection.enabledAt !== null);
  await update(ctx, connection, { required_at: on ? ctx.now : null });
  await tell(ctx, connection, on ? 'required' : 'optional');
  if (on) await endOtherWays(ctx, connection);
}

/**
 * Of whom a connection is required, sessions that began in another way end. Whoever asks for it goes on with theirs. The last thing a verb
 * does: from here on the transaction is the system's.
 */
export async function endOtherWays(ctx: Ctx, connection: Connection): Promise<void> {
  const me = identityOf(ctx.actor);
  const held = (await concerned(ctx, connection)).filter(
    (each) => isHeldTo(connection, each) && each.identityId !== me,
  );
  await endSessionsOf(
    ctx,
    held.map((each) => each.identityId),
    { but: 'sso' },
  );
}

/** Whoever ever came in by a connection, and by whatever provider it had then. Read before it goes. */
export async function cameBy({ db, workspace }: Ctx, { id }: Connection): Promise<string[]> {
  const rows = await db
    .selectFrom('sso_links')
    .select('identity_id')
    .where('workspace_id', '=', workspace.id)
    .where('connection_id', '=', id)
    .execute();
  return rows.map((each) => each.identity_id);
}

/**
 * Signs out whoever came in by a connection, but who asks: what it vouched for is not believed any more. The last thing a verb does.
 */
export async function endWhatBeganBy(ctx: Ctx, came: readonly string[]): Promise<void> {
  const me = identityOf(ctx.actor);
  await endSessionsOf(
    ctx,
    came.filter((id) => id !== me),
    { only: 'sso' },
  );
}
