import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Browser } from '../browser.ts';
import { type Own, whyNotPassword } from '../change-password.ts';
import { endSessions } from '../end-sessions.ts';
import { passwordChanged } from '../events.ts';
import { type Passed, passed } from '../first-factor.ts';
import { setPassword } from '../identities.ts';
import { asPerson, livingPerson, type Person } from '../person.ts';
import { providers } from '../providers.ts';
import { rulesOf } from '../rules/rules.ts';
import { minutesFrom, RESET_MINUTES } from '../terms.ts';

const linkIdentifier = (token: string): string => `password-link:${sha256Hex(token)}`;

/** Whether a password opens anything for this person. Only the system can look. */
export async function mayHavePassword(ctx: Ctx, person: Person): Promise<boolean> {
  const { [person.kind]: ways } = await rulesOf(ctx);
  return ways.password && (await providers().required(ctx, person)) === null;
}

/** A fresh link to set another password: its token. It is bound to the address it goes to. Only the system may. */
export async function makePasswordLink(ctx: Ctx, { identityId, email }: Person, agent: string): Promise<string> {
  const token = randomToken();
  await ctx.db
    .insertInto('verifications')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      identifier: linkIdentifier(token),
      value: email,
      agent: agent.slice(0, 300),
      expires_at: minutesFrom(ctx.now, RESET_MINUTES),
      created_at: ctx.now,
    })
    .execute();
  return token;
}

/** A link that can still be used. */
export interface PasswordLink {
  person: Person;
  agent: string;
  askedAt: Date;
}

/** What a token opens, without using it up; null for a spent, late or foreign one. Elevates, and writes nothing. */
export async function passwordLinkBehind(ctx: Ctx, token: string): Promise<PasswordLink | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('verifications')
    .select(['identity_id', 'value', 'agent', 'created_at as askedAt'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', linkIdentifier(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  const living = row?.identity_id && (await livingPerson(ctx.db, ctx.workspace.id, { id: row.identity_id }));
  if (!row || !living || living.person.email !== row.value) return null;
  if (!(await mayHavePassword(ctx, living.person))) return null;
  return { person: living.person, agent: row.agent ?? '', askedAt: row.askedAt };
}

/** In what they are refused, in their words; undefined when the password will do. */
export const whyNotTheirs = (ctx: Ctx, { person }: PasswordLink, password: string): Promise<string | undefined> =>
  whyNotPassword(asPerson(ctx, person, '') as Own, password);

/**
 * Uses a link up and sets the password; null when it no longer works. Of many at once one succeeds. Every session this person had ends,
 * every other letter opens nothing any more, and they come in like anybody with a password: by their second step, if they have one.
 */
export async function setForgotten(
  ctx: Ctx,
  token: string,
  password: string,
  browser: Browser,
): Promise<Passed | null> {
  const link = await passwordLinkBehind(ctx, token);
  if (!link || !(await useUp(ctx, token))) return null;
  const { person } = link;
  const { identityId } = person;
  const before = await ctx.db
    .selectFrom('identities')
    .select('password_set_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identityId)
    .executeTakeFirstOrThrow();
  const ended = await endSessions(ctx, [identityId]);
  await setPassword(ctx, identityId, password);
  await record(asPerson(ctx, person, ''), passwordChanged, {
    subjectId: identityId,
    accountId: person.kind === 'contact' ? person.accountId : null,
    data: { ended, by: 'mail', ...(before.password_set_at === null && { first: true }) },
  });
  return passed(ctx, { identityId, method: 'password', assurance: 'one' }, browser);
}

async function useUp(ctx: Ctx, token: string): Promise<boolean> {
  const used = await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', linkIdentifier(token))
    .executeTakeFirst();
  return used.numDeletedRows === 1n;
}
