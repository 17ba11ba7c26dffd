import type { Context } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { localPath } from '#platform/http/local-path.ts';
import { WAS_FIELD } from '#platform/http/rebased.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { noteFailure } from './after-answer.ts';
import { verifyPassword } from './auth/password.ts';
import { say } from './messages.ts';
import { askForPasskey, PASSKEY_FIELD, PASSKEY_SEAL_FIELD, whoAnswered } from './passkeys/answer.ts';
import { here, passkeysOf } from './passkeys/list.ts';
import { PROOF_FIELD } from './proof-field.ts';
import { type Offered, providers } from './providers.ts';
import { rulesOf } from './rules/rules.ts';
import { minutesFrom } from './terms.ts';
import { ProofPage } from './views/proof.tsx';

type Own = CtxOf<Contact | Member>;

/** How long somebody who has proved who they are need not do so again. */
export const PROOF_MINUTES = 15;
/** Says of a passkey that it is a proof, on a form that may bring another one. */
export const PASSKEY_PROOF_FIELD = '_passkey_proof';

/** Whether a password or a passkey came with this form, and whether it was a right one. That holds for a while. */
export async function proofGiven(ctx: Own, c: Context<Env>): Promise<'none' | 'wrong' | 'right'> {
  const given = c.var.form.get(PROOF_FIELD);
  const passkey = c.var.form.get(PASSKEY_FIELD);
  if (!given && (!passkey || !c.var.form.get(PASSKEY_PROOF_FIELD))) return 'none';
  if (!(given ? await isOwnPassword(ctx, c, given) : await isOwnPasskey(ctx, c, passkey ?? ''))) {
    noteFailure(c.req.raw, given ? 'password' : 'passkey', ctx.actor.email);
    return 'wrong';
  }
  await ctx.db
    .updateTable('sessions')
    .set({ proved_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .where('id', '=', ctx.actor.sessionId)
    .execute();
  return 'right';
}

/** Whether this person has signed in, or proved who they are, within the last minutes. */
export async function hasProvedLately(ctx: Own): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select((one) => one.fn.coalesce('proved_at', 'created_at').as('at'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ctx.actor.sessionId)
    .executeTakeFirst();
  return row !== undefined && row.at > minutesFrom(ctx.now, -PROOF_MINUTES);
}

/**
 * Whether this session began with a link or a code from their mailbox, within the last minutes: whoever shows that needs no password they
 * have forgotten.
 */
export async function hasShownMailbox(ctx: Own): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ctx.actor.sessionId)
    .where('method', 'in', ['link', 'code'])
    .where('created_at', '>', minutesFrom(ctx.now, -PROOF_MINUTES))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Whether they can show it: the business mails links or codes to their side, mail is sent, and no provider is required of them, to whom
 * a link would only lead.
 */
export async function canShowMailbox(ctx: Own, c: Context<Env>): Promise<boolean> {
  return (await mailsWaysIn(ctx)) && (await requiredProvider(ctx, c)) === null;
}

async function mailsWaysIn(ctx: Own): Promise<boolean> {
  const { link, code } = (await rulesOf(ctx))[ctx.actor.kind];
  return (link || code) && sendsMail(ctx.platform.config);
}

/** When the reader set their password; null while they have none. */
export async function passwordSetAt(ctx: Own): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('identities')
    .select('password_set_at')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ctx.actor.identityId)
    .executeTakeFirstOrThrow();
  return row.password_set_at;
}

/**
 * Stands before whatever a stolen session must not do: `const asked = await askProof(ctx, c); if (asked) return asked;`.
 * Undefined when the person has proved who they are, lately or with this form; else the answer, a page that asks and then
 * sends the same form again, with all that was typed in it. Not for forms with files: ask before showing those.
 */
export async function askProof(ctx: Own, c: Context<Env>): Promise<Response | undefined> {
  const safe = c.req.method !== 'POST';
  const proof = safe ? 'none' : await proofGiven(ctx, c);
  if (proof === 'right' || (proof === 'none' && (await hasProvedLately(ctx)))) return undefined;
  const { pathname, search } = new URL(c.req.url);
  const from = safe ? { action: null, next: pathname + search } : { action: pathname, next: pathOf(c) };
  return proofPage(ctx, c, { ...from, wrong: proof === 'wrong' });
}

/** A page that waits for a proof: the right password leads on to it, a wrong one is asked for once more. */
export async function proveFor(ctx: Own, c: Context<Env>, next: string): Promise<Response> {
  if ((await proofGiven(ctx, c)) === 'right') return c.redirect(next, 303);
  return proofPage(ctx, c, { action: null, next, wrong: true });
}

async function proofPage(
  ctx: Own,
  c: Context<Env>,
  { action, next, wrong }: { action: string | null; next: string; wrong: boolean },
): Promise<Response> {
  const [since, rules, mails, passkeys] = await Promise.all([
    passwordSetAt(ctx),
    rulesOf(ctx),
    mailsWaysIn(ctx),
    passkeysOf(ctx, ctx.actor.identityId),
  ]);
  const provider = await requiredProvider(ctx, c);
  const { password } = rules[ctx.actor.kind];
  const usable = here(ctx, passkeys);
  const posted = c.req.method === 'POST';
  c.status(posted ? 422 : 200);
  const guard = { ...guardOf(c), kept: false };
  const ways = {
    password: password && since !== null,
    provider,
    mail: mails && provider === null,
    passkey: usable.length > 0 ? askForPasskey(ctx, purposeOf(ctx), usable) : null,
  };
  const asks = { action, next, wrong, ways, fields: posted && action ? typed(c) : [] };
  return c.render(<ProofPage ctx={ctx} guard={guard} {...asks} />, { title: say(ctx.reader, 'proof.title') });
}

/** Whoever comes in by it, and by nothing else, proves there that they are still there. */
export async function requiredProvider(ctx: Own, c: Context<Env>): Promise<Offered | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const provider = await providers().required(ctx, ctx.actor);
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
  return provider;
}

const pathOf = (c: Context<Env>): string => localPath(c.var.form.get('_page'));

/**
 * What somebody has written down or scanned already, sealed to them: with others their copy would be worth nothing. And what the form
 * showed before they changed it.
 */
const SENT_AGAIN = new Set(['_secret', '_codes', WAS_FIELD]);

/** What the form said, to be sent once more. */
const typed = (c: Context<Env>): [string, string][] =>
  [...c.var.form.fields].flatMap(([name, values]) =>
    name.startsWith('_') && !SENT_AGAIN.has(name) ? [] : values.map((value): [string, string] => [name, value]),
  );

const purposeOf = ({ actor }: Own) => ['proof', actor.sessionId] as const;

async function isOwnPasskey(ctx: Own, c: Context<Env>, answer: string): Promise<boolean> {
  const who = await whoAnswered(ctx, purposeOf(ctx), answer, c.var.form.get(PASSKEY_SEAL_FIELD) ?? '');
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
  return who === ctx.actor.identityId;
}

/** Where passwords are off, an old one that somebody still knows is none. */
async function isOwnPassword(ctx: Own, c: Context<Env>, given: string): Promise<boolean> {
  const { db, workspace, actor } = ctx;
  if (!(await rulesOf(ctx))[actor.kind].password) return false;
  await elevate(db, workspace.id);
  const row = await db
    .selectFrom('credentials')
    .select('password')
    .where('workspace_id', '=', workspace.id)
    .where('provider_id', '=', 'credential')
    .where('identity_id', '=', actor.identityId)
    .executeTakeFirst();
  // What follows in this request is the person's again, behind their own walls.
  await comeBack(db, workspace.id, sha256Hex(c.var.sessionToken));
  return row?.password ? verifyPassword({ hash: row.password, password: given }) : false;
}
