import { beginAccount, openedBySignUp } from '#features/accounts/index.ts';
import {
  type Browser,
  becomeContact,
  createContact,
  endInvitations,
  identityFor,
  type Passed,
  passed,
  personBehind,
} from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { writeAnswers } from './answers.ts';
import { newcomerJoined, newcomerWaits } from './events.ts';
import { settleNotices } from './notices.tsx';
import { claim, lockWishes, type SignUp, signUpBehind } from './proof.ts';
import { roleStill, signUpRules } from './rules.ts';
import { chosenWay, type Way } from './way.ts';

export interface Said {
  name: string;
  company: string;
  password?: string | undefined;
  /** That they come to the customer where a colleague has invited them, and make none of their own. */
  invited: boolean;
}

/** `passed`: they are in, or on the way. `waits`: the team decides. `closed`: the link opens nothing any more. */
export type Joined =
  | { passed: Passed }
  | { waits: true }
  | { closed: Exclude<Way['to'], 'customer' | 'new' | 'team'> | 'gone' };

/**
 * Uses a link up: the address is its owner's. Where it leads is asked again, now: the rules may have changed, the customer may
 * have been put away, and its owner may have come in by another way since.
 */
export async function join(ctx: Ctx, token: string, said: Said, browser: Browser): Promise<Joined> {
  const found = await signUpBehind(ctx, token);
  if (!found) return { closed: 'gone' };
  const { signUp } = found;
  const way = chosenWay(found.way, said.invited);
  if (way.to === 'known' || way.to === 'nowhere') return { closed: way.to };
  const { name, company } = said;
  if (way.to === 'team' && (await waitsAlready(ctx, signUp.email))) return { waits: true };
  await lockWishes(ctx, signUp.email);
  if (way.to !== 'team') await waitNoLonger(ctx, signUp.email);
  if (!(await claim(ctx, signUp, { name, company }))) return { closed: 'gone' };
  if (way.to === 'team') {
    await record(ctx, newcomerWaits, { subjectId: signUp.id, accountId: null, data: {} });
    return { waits: true };
  }
  return { passed: await comeIn(ctx, signUp, way, said, browser) };
}

async function comeIn(
  ctx: Ctx,
  signUp: SignUp,
  way: Extract<Way, { to: 'customer' | 'new' }>,
  said: Said,
  browser: Browser,
): Promise<Passed> {
  const rules = await signUpRules(ctx);
  const accountId = way.to === 'customer' ? way.account.id : await beginAccount(asSystem(ctx), { name: said.company });
  const identity = await identityFor(ctx, { email: signUp.email, locale: signUp.locale as Locale, ...said });
  if (!identity.usable) throw new Error('a closed login was let in');
  const role = await roleStill(ctx, way.to === 'customer' ? (way.role ?? rules.role) : rules.firstRole);
  const known = way.to === 'customer' ? way.contactId : null;
  const contactId = known
    ? await takeUp(ctx, known, identity.id, said.name, role)
    : (await createContact(asSystem(ctx), { accountId, email: signUp.email, name: said.name, role: role as never }))
        .contactId;
  if (way.to === 'new') await openedBySignUp(asSystem(ctx), accountId, contactId);
  await done(ctx, signUp);
  const result = await passed(
    ctx,
    { identityId: identity.id, method: 'sign_up', accountId, assurance: 'one' },
    browser,
  );
  if (!result) throw new Error('no way in for somebody who has just joined');
  const newcomer = (await personBehind(ctx, identity.id, accountId)) ?? ctx;
  const as = way.to === 'customer' ? 'colleague' : 'first';
  await record(newcomer, newcomerJoined, { subjectId: contactId, accountId, data: { contact: contactId, as } });
  await writeAnswers(ctx, signUp.answers, {
    accountId: way.to === 'new' ? accountId : null,
    contact: { accountId, contactId },
  });
  return result;
}

/** What only the system does, done in its name: nobody is anybody yet. */
const asSystem = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: 'system' } });

/** Somebody who was written down, or invited, and has never come: their invitation has done what it was for. */
async function takeUp(ctx: Ctx, contactId: string, identityId: string, name: string, role: string): Promise<string> {
  await becomeContact(ctx, contactId, identityId, name);
  await ctx.db
    .updateTable('contacts')
    .set({ role })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', contactId)
    .execute();
  await endInvitations(ctx, contactId);
  return contactId;
}

/** A second wish of somebody who waits already is the same wish. */
async function waitsAlready({ db, workspace }: Ctx, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_ups')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('email', '=', email)
    .where('proved_at', 'is not', null)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whoever waited for the team when the rules were others comes in by those of today: nobody has to decide about them any more. */
async function waitNoLonger(ctx: Ctx, email: string): Promise<void> {
  const settled = await ctx.db
    .updateTable('sign_ups')
    .set({ decision: 'accepted', decided_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .where('proved_at', 'is not', null)
    .where('decided_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of settled) await settleNotices(ctx, id);
}

/** Nobody has to decide: the rules have. */
const done = (ctx: Ctx, { id }: SignUp) =>
  ctx.db
    .updateTable('sign_ups')
    .set({ decision: 'accepted', decided_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
