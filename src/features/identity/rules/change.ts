import { sql } from 'kysely';
import { z } from 'zod';
import { isWithin, rolesOf } from '#features/roles/index.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { mayForAll } from '#platform/rights.ts';
import { rulesChanged } from '../events.ts';
import { askingRoles, hasPassedSecondStep, makeRolesAsk, markOf } from './required.ts';
import { type Rules, rulesOf, type Side, type SideRules, sides, switchable } from './rules.ts';
import { anyOwnerHasWayIn, hasWayIn, type LeftOut, leftOut } from './way-left.ts';

export const REMEMBER_DAYS = [0, 7, 30, 90] as const;

export interface Limits {
  sessionHours: number;
  /** Null: never for not being used. */
  idleMinutes: number | null;
}

export interface SignInRules extends Limits {
  rules: Rules;
  /** The roles that ask for a second step, each as `side:key`. */
  asking: ReadonlySet<string>;
}

const box = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');
const whole = (least: number, most: number) =>
  z
    .string('rules.error.choice')
    .regex(/^\d{1,6}$/, 'rules.error.choice')
    .transform(Number)
    .refine((n) => n >= least && n <= most, 'rules.error.choice');
const side = <S extends string>(name: S) => ({
  ...(Object.fromEntries(switchable.map((way) => [`${name}_${way}`, box])) as Record<
    `${S}_${(typeof switchable)[number]}`,
    typeof box
  >),
});

export const ruleFields = z.object({
  ...side('member'),
  ...side('contact'),
  member_remember: whole(0, 90),
  contact_remember: whole(0, 90),
  longest: whole(1, 720),
  idle: z.union([z.literal('off').transform(() => null), whole(15, 43_200)], 'rules.error.choice'),
});

export function rulesFrom(given: z.output<typeof ruleFields>, asking: readonly string[]): SignInRules {
  const of = (name: 'member' | 'contact'): SideRules => ({
    password: given[`${name}_password`],
    link: given[`${name}_link`],
    code: given[`${name}_code`],
    passkey: given[`${name}_passkey`],
    rememberDays: given[`${name}_remember`],
  });
  return {
    rules: { member: of('member'), contact: of('contact') },
    sessionHours: given.longest,
    idleMinutes: given.idle,
    asking: new Set(asking),
  };
}

/** What the form of the rules holds when they are these. */
export function shownRules({ rules, sessionHours, idleMinutes, asking }: SignInRules): Shown {
  const ways = sides.flatMap((name) =>
    switchable.map((way) => [`${name}_${way}`, rules[name][way] ? ['on'] : []] as const),
  );
  return {
    ...Object.fromEntries(ways),
    member_remember: String(rules.member.rememberDays),
    contact_remember: String(rules.contact.rememberDays),
    longest: String(sessionHours),
    idle: idleMinutes === null ? 'off' : String(idleMinutes),
    asking: [...asking],
  };
}

export async function signInRules(ctx: CtxOf<Member>): Promise<SignInRules> {
  const [rules, asking, limits] = await Promise.all([rulesOf(ctx), askingRoles(ctx), limitsOf(ctx)]);
  return { rules, asking, ...limits };
}

/** How people of every customer, and the whole team, come in is said by whoever sees every customer. */
export const mayManageSignIn = (actor: Actor): boolean => mayForAll(actor, 'sign_in.manage');

export type Refusal =
  | 'rules.error.freed'
  | 'rules.error.noneMember'
  | 'rules.error.noneContact'
  | 'rules.error.you'
  | 'rules.error.owners'
  | 'rules.error.secondFirst';

/** Whom new rules would shut out, side by side. */
export type ShutOut = Record<Side, LeftOut>;

/**
 * Changes how people come in; or says why not. Nobody shuts themselves out by it, and an owner must be left who could put it right; others
 * are shut out only by whoever knows it (`anyway`). Leaves the transaction the system's. Returns what changed, nothing when it all was like
 * that.
 */
export async function changeRules(
  ctx: CtxOf<Member>,
  next: SignInRules,
  anyway: boolean,
): Promise<{ refused: Refusal } | { shutOut: ShutOut } | { changed: string[] }> {
  demand(mayManageSignIn(ctx.actor));
  const empty = sides.find((name) => !switchable.some((way) => next.rules[name][way]));
  if (empty) return { refused: empty === 'member' ? 'rules.error.noneMember' : 'rules.error.noneContact' };
  const before = await signInRules(ctx);
  const own = markOf({ side: 'member', key: ctx.actor.role });
  if (next.asking.has(own) && !before.asking.has(own) && !(await hasPassedSecondStep(ctx))) {
    return { refused: 'rules.error.secondFirst' };
  }
  if (await freesMore(ctx, before, next)) return { refused: 'rules.error.freed' };
  await elevate(ctx.db, ctx.workspace.id);
  if (!(await hasWayIn(ctx, ctx.actor.identityId, next.rules.member))) return { refused: 'rules.error.you' };
  if (!(await anyOwnerHasWayIn(ctx, next.rules.member))) return { refused: 'rules.error.owners' };
  const [member, contact] = await Promise.all(
    (['member', 'contact'] as const).map((side) => leftOut(ctx, side, before.rules[side], next.rules[side])),
  );
  const shutOut = { member: member!, contact: contact! };
  if (!anyway && shutOut.member.n + shutOut.contact.n > 0) return { shutOut };
  const changes = { ...changed(flat(before), flat(next)), ...(await makeRolesAsk(ctx, next.asking)) };
  const names = Object.keys(changes);
  if (names.length === 0) return { changed: names };
  for (const name of sides) await writeSide(ctx, name, before.rules[name], next.rules[name]);
  await writeLimits(ctx, next);
  await recordRules(ctx, names, changes);
  return { changed: names };
}

/** A second step is taken off no role that may do more than whoever takes it off: as nobody resets that of such a person. */
async function freesMore(ctx: CtxOf<Member>, before: SignInRules, next: SignInRules): Promise<boolean> {
  const roles = await Promise.all(sides.map((name) => rolesOf(ctx, name)));
  return roles
    .flat()
    .some((role) => before.asking.has(markOf(role)) && !next.asking.has(markOf(role)) && !isWithin(ctx.actor, role));
}

/** Changes how long sign-ins last: for the operator's command. What is undefined stays as it is. */
export async function changeLimits(ctx: Ctx, given: { [L in keyof Limits]: Limits[L] | undefined }): Promise<Limits> {
  const before = await limitsOf(ctx);
  const next: Limits = {
    sessionHours: given.sessionHours ?? before.sessionHours,
    idleMinutes: given.idleMinutes === undefined ? before.idleMinutes : given.idleMinutes,
  };
  const changes = changed({ ...before }, { ...next });
  const names = Object.keys(changes);
  if (names.length > 0) {
    await writeLimits(ctx, next);
    await recordRules(ctx, names, changes);
  }
  return next;
}

const limitsOf = (ctx: Ctx): Promise<Limits> =>
  ctx.db
    .selectFrom('workspaces')
    .select(['session_hours as sessionHours', 'idle_minutes as idleMinutes'])
    .where('id', '=', ctx.workspace.id)
    .executeTakeFirstOrThrow();

const writeLimits = (ctx: Ctx, { sessionHours, idleMinutes }: Limits) =>
  ctx.db
    .updateTable('workspaces')
    .set({ session_hours: sessionHours, idle_minutes: idleMinutes })
    .where('id', '=', ctx.workspace.id)
    .execute();

const recordRules = (ctx: Ctx, names: string[], changes: ReturnType<typeof changed>) =>
  record(ctx, rulesChanged, { subjectId: ctx.workspace.id, accountId: null, data: { changed: names, changes } });

/** As the log keeps them: `member.password` and so on. */
function flat({ rules, sessionHours, idleMinutes }: SignInRules): Record<string, boolean | number | null> {
  const ways = sides.flatMap((name) => Object.entries(rules[name]).map(([key, value]) => [`${name}.${key}`, value]));
  return { ...Object.fromEntries(ways), sessionHours, idleMinutes };
}

async function writeSide(
  ctx: CtxOf<Member>,
  name: (typeof sides)[number],
  before: SideRules,
  rules: SideRules,
): Promise<void> {
  const { rememberDays, ...ways } = rules;
  const row = { ...ways, remember_days: rememberDays, updated_at: ctx.now };
  await ctx.db
    .insertInto('sign_in_rules')
    .values({ workspace_id: ctx.workspace.id, id: newId(), side: name, ...row })
    .onConflict((same) => same.columns(['workspace_id', 'side']).doUpdateSet(row))
    .execute();
  if (rememberDays < before.rememberDays) await rememberAtMost(ctx, name, rememberDays);
}

/** A shorter time holds of who is remembered already, too: where nobody is any more, nobody is. */
async function rememberAtMost(ctx: CtxOf<Member>, name: (typeof sides)[number], days: number): Promise<void> {
  const people = ctx.db
    .selectFrom(name === 'member' ? 'members' : 'contacts')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', 'is not', null);
  await ctx.db
    .updateTable('remembered_browsers')
    .set({ expires_at: sql<Date>`least(expires_at, created_at + make_interval(days => ${days}))` })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', 'in', people)
    .where('expires_at', '>', ctx.now)
    .execute();
}
