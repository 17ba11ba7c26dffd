import { sql } from 'kysely';
import { z } from 'zod';
import {
  type PeopleAsked,
  peopleCursor,
  peopleName,
  peopleRank,
  peopleWay,
  peopleWithin,
} from '#features/accounts/index.ts';
import {
  addressLine,
  demandNoDirectory,
  directoryHoldingAt,
  endSessionsOf,
  endSessionsWithoutSecondStep,
  inviteContact,
  isSomebodyElseHere,
  takeBackInvitations,
} from '#features/identity/index.ts';
import { type Role, roleName, rolesOf } from '#features/roles/index.ts';
import { giveFlags, peopleInTurn } from '#features/visibility/index.ts';
import { isId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import { type Flag, flagsIn } from '#platform/flags.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { type Page, pageOf } from '#platform/http/keyset.ts';
import { line, seenLine } from '#platform/http/line.ts';
import { mayGive, mayManageColleagues } from './access.ts';
import { colleagueDisabled, colleagueEnabled, colleagueFlags, colleagueRole } from './events.ts';
import { whyNoLetter } from './letters.ts';

type On = CtxOf<Contact>;

export const colleagueFields = z.object({
  contact_name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.name.empty'),
  email: addressLine('error.email'),
  title: seenLine(120, 'error.title.long', 'error.unseen').optional().default(''),
  role: line(60, 'error.role').min(1, 'error.role'),
});

export interface Colleague {
  id: string;
  name: string;
  email: string;
  title: string;
  phone: string;
  photo: string | null;
  role: string;
  flags: Flag[];
  /** How the role is called, for its reader. */
  may: string;
  /** Their role, when the actor may give it and take it away. */
  given: Role | null;
  standing: 'active' | 'invited' | 'disabled';
  /** Who took their access away and alone gives it back: a directory, or the business. */
  heldBy: string | null;
}

/** The roles the actor may give, and take away. */
export const rolesToGive = async (ctx: On): Promise<Role[]> =>
  mayManageColleagues(ctx.actor) ? (await rolesOf(ctx, 'contact')).filter((role) => mayGive(ctx.actor, role)) : [];

/** A role that the actor may give or take, by its name in people's rows; 403 for one that is more than theirs. */
export async function givable(ctx: On, key: string): Promise<Role> {
  const role = (await rolesOf(ctx, 'contact')).find((one) => one.key === key);
  demand(role !== undefined && mayGive(ctx.actor, role));
  return role!;
}

/** Of whom access was taken from: the business, or the directory, that alone gives it back. */
const heldBy = ({ workspace }: On) =>
  sql<string | null>`case when c.disabled_at is null then null when c.ended_by_team then ${workspace.name}::text
    else app.directory_holding(c.id) end`;

const PAGE = 50;

/** A page of the people of the actor's own account; without access for whoever looks after them. */
export async function colleagues(ctx: On, asked: PeopleAsked): Promise<Page<Colleague>> {
  const way = peopleWay(asked);
  const roles = new Map((await rolesOf(ctx, 'contact')).map((role) => [role.key, role]));
  const rows = await ctx.db
    .selectFrom('contacts as c')
    .select(['c.id', 'c.name', 'c.email', 'c.title', 'c.phone', 'c.photo', 'c.role', 'c.flags'])
    .select(['c.identity_id', 'c.disabled_at'])
    .select(heldBy(ctx).as('heldBy'))
    .select([peopleRank.as('people_rank'), peopleName.as('people_name')])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.account_id', '=', ctx.actor.accountId)
    .where('c.continues_as', 'is', null)
    .where('c.forgotten_at', 'is', null)
    .$if(!mayManageColleagues(ctx.actor), (those) => those.where('c.disabled_at', 'is', null))
    .where(peopleWithin(asked))
    .orderBy(peopleRank, way)
    .orderBy(peopleName, way)
    .orderBy('c.id', way)
    .limit(sql.lit(PAGE + 1))
    .execute();
  const page = pageOf(rows, PAGE, asked.cursor, peopleCursor);
  const shown = page.rows.map(({ identity_id, disabled_at, people_rank: _, people_name: __, ...row }): Colleague => {
    const role = roles.get(row.role);
    return {
      ...row,
      flags: [...flagsIn(row.flags)],
      may: role ? roleName(ctx.reader, role) : row.role,
      given: role && mayGive(ctx.actor, role) ? role : null,
      standing: disabled_at ? 'disabled' : identity_id ? 'active' : 'invited',
    };
  });
  return { ...page, rows: shown };
}

/** Why this address cannot be invited; null when it can. */
export async function whyNotColleague(
  ctx: On,
  email: string,
): Promise<'error.taken' | 'error.team' | 'error.directory' | 'error.ended' | null> {
  const [contact, member, merged, held] = await Promise.all([
    ctx.db
      .selectFrom('contacts')
      .select('ended_by_team as ended')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('account_id', '=', ctx.actor.accountId)
      .where('email', '=', email)
      .where((one) => one.or([one('identity_id', 'is not', null), one('ended_by_team', '=', true)]))
      .executeTakeFirst(),
    ctx.db
      .selectFrom('members')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('email', '=', email)
      .executeTakeFirst(),
    isSomebodyElseHere(ctx, ctx.actor.accountId, email),
    directoryHoldingAt(ctx, ctx.actor.accountId, email),
  ]);
  if (contact?.ended) return 'error.ended';
  if (held) return 'error.directory';
  return contact || merged ? 'error.taken' : member ? 'error.team' : null;
}

/** Invites somebody to the actor's own account; with what the actor may give, and without words of their own in the mail. */
export async function inviteColleague(ctx: On, given: z.output<typeof colleagueFields>): Promise<void> {
  await givable(ctx, given.role);
  const { contact_name: name, ...rest } = given;
  const there = await ctx.db
    .selectFrom('contacts')
    .select('role')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ctx.actor.accountId)
    .where('email', '=', given.email)
    .executeTakeFirst();
  // To invite somebody again is to give them another role.
  if (there) await givable(ctx, there.role);
  // From here on the transaction is the system's: a contact may write nobody's row.
  await elevate(ctx.db, ctx.workspace.id);
  await inviteContact(ctx, { accountId: ctx.actor.accountId, name, ...rest, message: '' });
}

/** The roles whose people look after the account: at least one of them stays. */
const keeperRoles = async (ctx: On): Promise<string[]> =>
  (await rolesOf(ctx, 'contact')).filter((role) => role.rights.has('colleagues.manage')).map((role) => role.key);

/** A colleague's row, locked with those of all who could look after the account: the last of them is never lost in a race. */
export async function lock(ctx: On, id: string) {
  demand(mayManageColleagues(ctx.actor));
  if (!isId(id)) throw notFound();
  const keepers = await keeperRoles(ctx);
  await elevate(ctx.db, ctx.workspace.id);
  await peopleInTurn(ctx, ctx.actor.accountId);
  const rows = await ctx.db
    .selectFrom('contacts')
    .select(['id', 'name', 'email', 'title', 'role', 'flags', 'identity_id', 'disabled_at', 'ended_by_team'])
    .select(['continues_as', 'forgotten_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ctx.actor.accountId)
    .where((where) => where.or([where('id', '=', id), where('role', 'in', keepers)]))
    .orderBy('id')
    .forUpdate()
    .execute();
  // Whoever was demoted while this waited for the lock may not any more.
  const self = rows.find((row) => row.id === ctx.actor.personId);
  demand(self !== undefined && keepers.includes(self.role) && self.disabled_at === null);
  const colleague = rows.find((row) => row.id === id && row.continues_as === null && row.forgotten_at === null);
  if (!colleague) throw notFound();
  const others = rows.filter(
    (row) => row.id !== id && keepers.includes(row.role) && row.identity_id !== null && row.disabled_at === null,
  );
  return { colleague, last: keepers.includes(colleague.role) && others.length === 0 };
}

const write = (ctx: On, id: string, set: { role?: string; disabled_at?: Date | null }) =>
  ctx.db
    .updateTable('contacts')
    .set(set)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ctx.actor.accountId)
    .where('id', '=', id)
    .execute();

/** What the forms beside a colleague's name show. */
export const shownRole = ({ role }: Pick<Colleague, 'role'>) => ({ role });
export const shownFlags = ({ flags }: Pick<Colleague, 'flags'>) => ({ flag: flags });

/** As they are now, and nobody else changes them until this transaction is over. */
export async function lockColleague(ctx: On, id: string): Promise<Pick<Colleague, 'role' | 'flags'>> {
  const { role, flags } = (await lock(ctx, id)).colleague;
  return { role, flags: [...flagsIn(flags)] };
}

/** `last`: somebody has to look after the account. */
export async function changeRole(ctx: On, id: string, role: string): Promise<'done' | 'last'> {
  const { colleague, last } = await lock(ctx, id);
  const next = await givable(ctx, role);
  await givable(ctx, colleague.role);
  if (colleague.role === role) return 'done';
  if (last && !next.rights.has('colleagues.manage')) return 'last';
  await write(ctx, id, { role });
  const about = { subjectId: id, accountId: ctx.actor.accountId };
  await record(ctx, colleagueRole, { ...about, data: { changes: { role: { from: colleague.role, to: role } } } });
  await endSessionsWithoutSecondStep(ctx, colleague.identity_id, role);
  return 'done';
}

/** What somebody is for the company: nobody's rights change by it, but what they see by role may. */
export async function changeFlags(ctx: On, id: string, flags: ReadonlySet<Flag>): Promise<'done'> {
  await lock(ctx, id);
  const { accountId } = ctx.actor;
  const given = await giveFlags(ctx, { accountId, contactId: id }, flags);
  if (!given) return 'done';
  const { former, changes } = given;
  await record(ctx, colleagueFlags, { subjectId: id, accountId, data: { changes } });
  if (former) await record(ctx, colleagueFlags, { subjectId: former.id, accountId, data: { changes: former.changes } });
  return 'done';
}

export async function disableColleague(ctx: On, id: string): Promise<'done' | 'last'> {
  const { colleague, last } = await lock(ctx, id);
  await givable(ctx, colleague.role);
  demandStill(colleague.disabled_at === null);
  if (last) return 'last';
  await write(ctx, id, { disabled_at: ctx.now });
  await takeBackInvitations(ctx, id);
  await record(ctx, colleagueDisabled, { subjectId: id, accountId: ctx.actor.accountId, data: {} });
  await endSessionsOf(ctx, colleague.identity_id ? [colleague.identity_id] : []);
  return 'done';
}

export async function enableColleague(ctx: On, id: string): Promise<'done'> {
  const { colleague } = await lock(ctx, id);
  await givable(ctx, colleague.role);
  demandStill(colleague.disabled_at !== null && !colleague.ended_by_team);
  await demandNoDirectory(ctx, id);
  await write(ctx, id, { disabled_at: null });
  await record(ctx, colleagueEnabled, { subjectId: id, accountId: ctx.actor.accountId, data: {} });
  return 'done';
}

/** Once more, for somebody who has not come: a new link, and the old one stops working. */
export async function remindColleague(ctx: On, id: string): Promise<'done' | 'soon' | 'many'> {
  demand(mayManageColleagues(ctx.actor));
  const refused = await whyNoLetter(ctx, await addressOf(ctx, id));
  if (refused) return refused;
  const { colleague } = await lock(ctx, id);
  await givable(ctx, colleague.role);
  demandStill(colleague.identity_id === null && colleague.disabled_at === null);
  const { name, email, title, role } = colleague;
  await inviteContact(ctx, { accountId: ctx.actor.accountId, name, email, title, role, message: '' });
  return 'done';
}

async function addressOf(ctx: On, id: string): Promise<string> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('contacts')
        .select('email')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('account_id', '=', ctx.actor.accountId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row.email;
}
