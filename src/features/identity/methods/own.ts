import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { browsersForgotten, methodAdded, methodRemoved } from '../events.ts';
import { keepPasskey } from '../passkeys/add.ts';
import { removePasskey } from '../passkeys/list.ts';
import { rulesOf } from '../rules/rules.ts';
import { hasWayIn } from '../rules/way-left.ts';
import { keepApp, removeApp } from '../second-step/app.ts';
import { forgetHalves } from '../second-step/half.ts';
import type { SecondStep } from '../second-step/kinds.ts';
import { areKept, forgetCodes, keepCodes } from '../second-step/recovery.ts';
import { forgetBrowsers } from '../second-step/remembered.ts';
import { roleAsks, secondStepOf } from '../second-step/wanted.ts';

export type Own = CtxOf<Contact | Member>;
type What = 'passkey' | 'app' | 'recovery_codes';

// What somebody changes of their own ways in, after they have proved who they are. Each leaves the transaction the system's:
// answer right after it.

export async function addOwnPasskey(ctx: Own, given: { name: string; answer: string; seal: string }): Promise<boolean> {
  await elevate(ctx.db, ctx.workspace.id);
  if (!(await keepPasskey(ctx, ctx.actor, given))) return false;
  await markProved(ctx, 'passkey');
  await say(ctx, 'added', 'passkey');
  return true;
}

/** Null when it is not theirs; `last` and `required` when it has to stay. */
export async function removeOwnPasskey(ctx: Own, id: string): Promise<{ name: string } | 'last' | 'required' | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const { identityId, kind } = ctx.actor;
  await lockIdentity(ctx, identityId);
  if (!(await hasWayIn(ctx, identityId, (await rulesOf(ctx))[kind], id))) return 'last';
  const { app, passkeys } = await secondStepOf(ctx, identityId, { but: id });
  if (!app && passkeys === 0 && (await roleAsks(ctx, ctx.actor))) return 'required';
  const name = await removePasskey(ctx, identityId, id);
  if (name === null) return null;
  await afterRemoval(ctx);
  await say(ctx, 'removed', 'passkey');
  return { name };
}

/** `step` is of the code that was typed to prove that the app has the secret. */
export async function setUpOwnApp(ctx: Own, secret: string, step: number): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  await keepApp(ctx, ctx.actor.identityId, secret, step);
  await forgetBrowsers(ctx, ctx.actor.identityId);
  await forgetHalves(ctx, ctx.actor.identityId);
  await markProved(ctx, 'app');
  await say(ctx, 'added', 'app');
}

/** False when there is none; `required` when their role needs it. */
export async function removeOwnApp(ctx: Own): Promise<boolean | 'required'> {
  await elevate(ctx.db, ctx.workspace.id);
  const { identityId } = ctx.actor;
  await lockIdentity(ctx, identityId);
  const { passkeys } = await secondStepOf(ctx, identityId);
  if (passkeys === 0 && (await roleAsks(ctx, ctx.actor))) return 'required';
  if (!(await removeApp(ctx, identityId))) return false;
  await afterRemoval(ctx);
  await say(ctx, 'removed', 'app');
  return true;
}

export async function keepOwnCodes(ctx: Own, codes: string[]): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  await lockIdentity(ctx, ctx.actor.identityId);
  // Kept by the file already: a code that was used meanwhile stays used.
  if (await areKept(ctx, ctx.actor.identityId, codes)) return;
  await keepCodes(ctx, ctx.actor.identityId, codes);
  await say(ctx, 'added', 'recovery_codes');
}

/** Every browser asks for the second step again. Returns how many there were that did not. */
export async function endRemembered(ctx: Own): Promise<number> {
  const { actor } = ctx;
  await elevate(ctx.db, ctx.workspace.id);
  const browsers = await forgetBrowsers(ctx, actor.identityId);
  const accountId = actor.kind === 'contact' ? actor.accountId : null;
  await record(ctx, browsersForgotten, { subjectId: actor.identityId, accountId, data: { browsers } });
  return browsers;
}

/** Codes that recover nothing are kept no longer, and a browser that was not asked is asked again. */
async function afterRemoval(ctx: Own): Promise<void> {
  const { identityId } = ctx.actor;
  await forgetBrowsers(ctx, identityId);
  const has = await secondStepOf(ctx, identityId);
  if (!has.app && has.passkeys === 0) await forgetCodes(ctx, identityId);
}

/** Whoever has just shown a second step has passed it in this session, too. */
async function markProved(ctx: Own, second: SecondStep): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ second })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ctx.actor.sessionId)
    .where('second', 'is', null)
    .execute();
}

async function say(ctx: Own, how: 'added' | 'removed', what: What): Promise<void> {
  const { actor } = ctx;
  await record(ctx, how === 'added' ? methodAdded : methodRemoved, {
    subjectId: actor.identityId,
    accountId: actor.kind === 'contact' ? actor.accountId : null,
    data: { what },
  });
}

/** Of two requests at once the second sees what the first has kept, or taken away. */
const lockIdentity = (ctx: Own, id: string) =>
  ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
