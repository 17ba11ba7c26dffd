import { sql } from 'kysely';
import { beginAccount, findAccount, mayAddAccount } from '#features/accounts/index.ts';
import { choiceLabel, type Field, fieldsOf, inputName } from '#features/fields/index.ts';
import { accountByDomain, inviteContact, onlyByColleague } from '#features/identity/index.ts';
import { beginErasing } from '#features/privacy/index.ts';
import { rolesOf } from '#features/roles/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Asker } from '#platform/db/kept.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { mayForAll } from '#platform/rights.ts';
import { writeAnswers } from './answers.ts';
import { atPortal } from './at-portal.ts';
import { newcomerAccepted, newcomerDeclined } from './events.ts';
import { erases, forgetWords } from './forget.ts';
import { mailDeclined, settleNotices } from './notices.tsx';
import { contactStanding } from './standing.ts';

type On = CtxOf<Member>;

/** Somebody who has proved their address and waits for the team. */
export interface Newcomer {
  id: string;
  email: string;
  name: string;
  company: string;
  locale: string;
  /** Where they asked. */
  host: string;
  provedAt: Date;
  termsUrl: string;
  answers: Record<string, string>;
}

/** Who lets people in: whoever may invite them, and sees every customer they could belong to. */
export const mayDecide = (actor: Ctx['actor']): boolean => mayForAll(actor, 'contacts.invite');

const MOST = 200;

const open = ({ db, workspace }: Ctx) =>
  db
    .selectFrom('sign_ups')
    .select(['id', 'email', 'name', 'company', 'locale', 'host', 'answers', 'terms_url as termsUrl'])
    .select('proved_at as provedAt')
    .where('workspace_id', '=', workspace.id)
    .where('proved_at', 'is not', null)
    .where('decided_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof open>['execute']>>[number];
const newcomerOf = (row: Row): Newcomer => ({
  ...row,
  provedAt: row.provedAt!,
  answers: row.answers as Record<string, string>,
});

/** How many wait, and who: the longest waiting first. */
export async function newcomers(ctx: On): Promise<{ n: number; waiting: Newcomer[] }> {
  const [{ n }, rows] = await Promise.all([
    open(ctx)
      .clearSelect()
      .select((one) => one.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
    open(ctx).orderBy('proved_at').orderBy('id').limit(MOST).execute(),
  ]);
  return { n: Number(n), waiting: rows.map(newcomerOf) };
}

/** How many wait, for the badge of whoever may decide. */
export const newcomersWaiting = ({ workspace }: Pick<Asker, 'workspace'>) =>
  sql<number>`(select count(*)::int from (select from sign_ups s where s.workspace_id = ${workspace.id}
    and s.proved_at is not null and s.decided_at is null limit 100) few)`;

/** Nobody, when it is decided. */
export async function findNewcomer(ctx: On, id: string): Promise<Newcomer | undefined> {
  demand(mayDecide(ctx.actor));
  const row = isId(id) ? await open(ctx).where('id', '=', id).executeTakeFirst() : undefined;
  return row && newcomerOf(row);
}

/** Who has this wish in hand decides alone: somebody else who was faster has decided. */
async function lock(ctx: On, id: string): Promise<Newcomer> {
  demand(mayDecide(ctx.actor));
  const row = isId(id) ? await open(ctx).where('id', '=', id).forUpdate().executeTakeFirst() : undefined;
  demandStill(row !== undefined);
  return newcomerOf(row!);
}

/** The customer that stands first in the form: of their domain, or where the team has written them down. Empty for none. */
export async function suggestedAccount(ctx: On, { email }: Newcomer): Promise<string> {
  const byDomain = await accountByDomain(ctx, email);
  if (byDomain && !byDomain.archivedAt) return byDomain.id;
  const written = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select('a.id')
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.email', '=', email)
    .where('c.identity_id', 'is', null)
    .where((one) => one.not(onlyByColleague(ctx.workspace.id, 'c')))
    .where('c.disabled_at', 'is', null)
    .where('a.archived_at', 'is', null)
    .orderBy('c.created_at')
    .executeTakeFirst();
  return written?.id ?? '';
}

/** Who of which customers has invited this address, which says nothing of whose it is. */
export async function invitedBy(ctx: On, { email }: Newcomer): Promise<{ name: string; account: string }[]> {
  return ctx.db
    .selectFrom('invitations as i')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'i.workspace_id').onRef('c.id', '=', 'i.contact_id'),
    )
    .innerJoin('contacts as by', (join) =>
      join.onRef('by.workspace_id', '=', 'i.workspace_id').onRef('by.id', '=', 'i.invited_by_contact'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['by.name', 'a.name as account'])
    .distinct()
    .where('i.workspace_id', '=', ctx.workspace.id)
    .where('c.email', '=', email)
    .where('c.identity_id', 'is', null)
    .limit(5)
    .execute();
}

/** What they have answered to the business's own fields, in words. */
export async function answered(ctx: On, { answers }: Newcomer): Promise<{ field: Field; text: string }[]> {
  const fields = [...(await fieldsOf(ctx, 'account')), ...(await fieldsOf(ctx, 'contact'))];
  return fields.flatMap((field) => {
    const text = answers[inputName(field)];
    return text ? [{ field, text: choiceLabel(field, text) }] : [];
  });
}

export interface Acceptance {
  /** A customer's id; empty for a new one. */
  account: string;
  company: string;
  role: string;
}

export type NotAccepted = 'error.role' | 'error.account' | 'error.inside' | 'error.member' | 'error.disabled';

/** Lets somebody in: an invitation is on its way to them. Or says why it cannot be. */
export async function accept(ctx: On, id: string, given: Acceptance): Promise<{ name: string } | NotAccepted> {
  const newcomer = await lock(ctx, id);
  if (!given.account && !mayAddAccount(ctx.actor)) return 'error.account';
  if (!(await rolesOf(ctx, 'contact')).some(({ key }) => key === given.role)) return 'error.role';
  const account = given.account ? (await findAccount(ctx, given.account)).id : null;
  const standing = await contactStanding(ctx, newcomer.email, account);
  if (standing) return standing;
  const accountId = account ?? (await beginAccount(ctx, { name: given.company }));
  const { name, email, locale } = newcomer;
  const { contactId } = await inviteContact((await atPortal(ctx, newcomer.host)) ?? ctx, {
    accountId,
    name,
    email,
    title: '',
    role: given.role,
    message: '',
    answers: 'sign-up',
    locale,
  });
  await decide(ctx, newcomer, { decision: 'accepted' });
  await record(ctx, newcomerAccepted, { subjectId: newcomer.id, accountId, data: { contact: contactId } });
  // What they said of themselves is theirs, whatever the member who lets them in may write.
  await elevate(ctx.db, ctx.workspace.id);
  await settleNotices(ctx, newcomer.id);
  await writeAnswers(ctx, newcomer.answers, {
    accountId: account ? null : accountId,
    contact: { accountId, contactId },
  });
  return { name };
}

/** Says no, and forgets what they told us. */
export async function decline(ctx: On, id: string, reason: string): Promise<{ name: string }> {
  await beginErasing(ctx.db, ctx.workspace.id);
  const newcomer = await lock(ctx, id);
  await decide(ctx, newcomer, { decision: 'declined', reason });
  await record(ctx, newcomerDeclined, { subjectId: newcomer.id, accountId: null, data: {} });
  await mailDeclined((await atPortal(ctx, newcomer.host)) ?? ctx, newcomer, { reason, erased: await erases(ctx) });
  await elevate(ctx.db, ctx.workspace.id);
  await settleNotices(ctx, newcomer.id);
  const told = await forgetWords(ctx.db, ctx.workspace.id, [newcomer.id]);
  for (const identity of told) ctx.marks.add(`identity:${identity}`);
  return { name: newcomer.name };
}

type Decided = { decision: 'accepted' | 'declined'; reason?: string };

const decide = (ctx: On, { id }: Newcomer, decided: Decided) =>
  ctx.db
    .updateTable('sign_ups')
    .set({ ...decided, decided_at: ctx.now, decided_by: ctx.actor.personId })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
