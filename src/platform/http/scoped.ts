import type { Context, MiddlewareHandler } from 'hono';
import { sha256Hex } from '../crypto.ts';
import { roomsIn } from '../customer-rooms.ts';
import { inScope, type Principal, type Scope } from '../db/scope.ts';
import { flagsIn } from '../flags.ts';
import { negotiate } from '../i18n/negotiate.ts';
import { isZone } from '../i18n/reader.ts';
import { type Reach, rightsIn } from '../rights.ts';
import type { Actor, Contact, Ctx, Member, Viewing } from './context.ts';
import { readCookie, SESSION_COOKIE, VIEW_COOKIE } from './cookies.ts';
import { csrfTokenHolds, sameOrigin } from './csrf.ts';
import { keepDraft, LOST_FILES } from './drafts.ts';
import type { Env } from './env.ts';
import { forAnother, keptFor } from './for-another.ts';
import { type Entry, type Form, newForm } from './form.ts';
import { FormError } from './form-error.ts';
import { isLongForm, LONG } from './form-limits.ts';
import { HttpError } from './http-error.ts';
import { onlySeen } from './line.ts';
import { readForm } from './multipart.ts';
import type { StagingStore } from './multipart-parts.ts';
import { remember, repeated } from './once.ts';

const SAFE = new Set(['GET', 'HEAD']);
const TOKEN = /^[A-Za-z0-9_-]{16,128}$/;

/**
 * Opens the one transaction of a request, after `received` has read it, so that a slow sender holds no connection. A GET
 * is READ ONLY in the database, too. It commits exactly when the route answered and did not fail: Hono catches what a
 * handler throws, so the error is looked for, not waited for.
 */
export const scoped: MiddlewareHandler<Env> = async (c, next) => {
  const platform = c.get('platform');
  const workspace = c.get('workspace');
  const safe = SAFE.has(c.req.method);
  const tokenHash = c.get('sessionToken') ? sha256Hex(c.get('sessionToken')) : undefined;
  const marks = new Set<string>();
  const committed = await inScope(
    platform.pool,
    { workspaceId: workspace.id, tokenHash, readOnly: safe, view: viewOf(c) },
    async (db, principal, allRead) => {
      const ctx = contextOf(c, db, principal, marks);
      c.set('ctx', ctx);
      c.set('look', principal.look);
      c.set('allRead', allRead);
      // Of whoever looks as somebody else no form is taken, so there is nothing to prove and nothing to keep.
      const writes = !safe && !ctx.viewing;
      if (writes) {
        const answer = (await notFromHere(c, ctx)) ?? (await forAnother(c, ctx)) ?? (await repeated(c, ctx));
        if (answer) {
          c.res = answer;
          return { value: true, commit: true };
        }
      }
      await next();
      const commit = !c.error && c.res.status < 400;
      if (commit && writes) await remember(c, ctx);
      return { value: commit, commit };
    },
  );
  // The browser that made the change has its answer already and skips the echo.
  if (committed) platform.hub.publish(workspace.id, marks, c.req.header('x-turbo-request-id')?.slice(0, 64));
};

/** The look this request belongs to, as a scope asks for it. Whether it stands, the database says. */
export const viewOf = (c: Context<Env>): Scope['view'] =>
  c.get('viewToken') ? { hash: sha256Hex(c.get('viewToken')), portalId: c.get('portal').id } : undefined;

/** Reads what a request brings, before any transaction: the session token, and the body of an unsafe request. */
export const received: MiddlewareHandler<Env> = async (c, next) => {
  // No text column can hold it, and no address of ours has one.
  if (c.req.url.includes('%00')) throw new HttpError(400, 'null byte');
  const token = readCookie(c, SESSION_COOKIE);
  c.set('sessionToken', TOKEN.test(token) ? token : '');
  const view = readCookie(c, VIEW_COOKIE);
  c.set('viewToken', c.get('sessionToken') && TOKEN.test(view) ? view : '');
  if (SAFE.has(c.req.method)) return next();
  await readUnsafe(c);
  await next();
  // Files that became part of nothing, because the form came back or was refused; kept ones are elsewhere by now.
  const store = c.get('platform').files.of(c.get('workspace').id);
  for (const file of c.get('form').files) await store.discard(file);
};

/** Refuses what another site made the browser send, before a byte of the body is looked at. */
async function readUnsafe(c: Context<Env>): Promise<void> {
  if (c.req.method !== 'POST') throw new HttpError(403, 'method', { refusal: 'stale' });
  if (!sameOrigin(c.req.raw.headers, c.get('portal').origin))
    throw new HttpError(403, 'other site', { refusal: 'stale' });
  const multipart = c.req.header('content-type')?.startsWith('multipart/') ?? false;
  const limits = { fileBytes: c.get('platform').config.uploadLimitBytes, ...(isLongForm(c.req.path) ? LONG : {}) };
  const store = multipart ? await storeFor(c) : null;
  const form = await readForm(c.req.raw, store, limits).catch((error: unknown) => refuseBody(c, error));
  const names = form.files.map(({ name }): Entry => [LOST_FILES, name]);
  c.set('form', store === NOWHERE ? newForm([...entriesOf(form), ...names]) : form);
}

/**
 * A visitor may not fill the disk: who they are is asked before their files are taken. Whose session has ended while
 * they wrote, or whose cookie has gone, loses the files, which nobody may take for them, and not the words.
 */
async function storeFor(c: Context<Env>): Promise<StagingStore> {
  if (!c.get('sessionToken')) return NOWHERE;
  const scope = { workspaceId: c.get('workspace').id, tokenHash: sha256Hex(c.get('sessionToken')), readOnly: true };
  const { kind } = await inScope(c.get('platform').pool, scope, async (_, principal) => ({
    value: principal,
    commit: true,
  }));
  return kind === 'contact' || kind === 'member' ? c.get('platform').files.of(c.get('workspace').id) : NOWHERE;
}

/** Reads a file to its end and has nothing of it. */
const NOWHERE: StagingStore = {
  async stage(source, { name }) {
    for await (const _ of source);
    return { staged: true, key: '', bytes: 0, sha256: '', type: '', name };
  },
  discard: () => Promise.resolve(),
};

const entriesOf = (form: Form): Entry[] =>
  [...form.fields].flatMap(([name, values]) => values.map((value): Entry => [name, value]));

function refuseBody(c: Context<Env>, error: unknown): never {
  if (!(error instanceof FormError)) throw error;
  c.set('form', newForm(error.read));
  throw new BodyRefused(error);
}

/** Reads what somebody typed, and takes no file: for an answer that can do no more than give their words back. */
export async function readWords(c: Context<Env>): Promise<void> {
  const form = await readForm(c.req.raw, null).catch((error: unknown) => {
    if (error instanceof FormError) return newForm(error.read);
    throw error;
  });
  c.set('form', form);
}

/** The body could not be read as a form; `cause` says why. */
export class BodyRefused extends HttpError {
  override readonly cause: FormError;
  constructor(cause: FormError) {
    super(cause.status === 408 ? 400 : cause.status, cause.problem);
    this.cause = cause;
  }
}

/**
 * A form must carry the proof that we gave its page to this session. When the session has changed since (signed in
 * again, expired), what was typed is kept and the person is led back to it.
 */
async function notFromHere(c: Context<Env>, ctx: Ctx): Promise<Response | undefined> {
  const token = c.req.header('x-csrf-token') ?? c.get('form').get('_token') ?? '';
  const proves = (session: string) => csrfTokenHolds(ctx.platform, ctx.workspace.id, session, token);
  // Whose cookie is no session's is a visitor, and may have been given the page that all of them have.
  const holds = proves(c.get('sessionToken')) || (ctx.actor.kind === 'visitor' && proves(''));
  if (holds && !endedMeanwhile(ctx)) return undefined;
  const page = await keepDraft(c, ctx);
  if (!page) {
    if (holds) return undefined;
    throw new HttpError(403, 'stale form', { refusal: 'proofless' });
  }
  const back = await keptFor(c, ctx, page);
  return c.redirect(ctx.actor.kind === 'visitor' ? `/sign-in?next=${encodeURIComponent(back)}` : back, 303);
}

const endedMeanwhile = (ctx: Ctx): boolean => ctx.actor.kind === 'visitor' && ctx.actor.wasIdentity !== null;

export function contextOf(c: Context<Env>, db: Ctx['db'], principal: Principal, marks: Set<string>): Ctx {
  const workspace = c.get('workspace');
  const { locale, format } = negotiate(c.req.header('accept-language'), principal.locale, workspace.locale);
  const zone = principal.zone && isZone(principal.zone) ? principal.zone : workspace.zone;
  const now = new Date();
  return {
    db,
    workspace,
    portal: c.get('portal'),
    platform: c.get('platform'),
    now,
    marks,
    actor: actorOf(principal),
    // What visitors read is made for all of them.
    reader: { locale, zone, now, ...(principal.kind === 'visitor' ? {} : { format }) },
    viewing: viewingOf(c, principal, now),
    request: { id: c.get('requestId'), ip: c.get('ip'), agent: onlySeen(c.req.header('user-agent') ?? '') },
  };
}

function viewingOf(c: Context<Env>, { look }: Principal, now: Date): Viewing | undefined {
  if (!look?.id || !look.endsAt || look.over) return undefined;
  const by = actorOf(look.by) as Member;
  const workspace = c.get('workspace');
  const speaking = negotiate(c.req.header('accept-language'), look.by.locale, workspace.locale);
  const zone = look.by.zone && isZone(look.by.zone) ? look.by.zone : workspace.zone;
  return { id: look.id, by, reader: { ...speaking, zone, now }, endsAt: look.endsAt };
}

/** The actor as verbs know it, from what the database says about the session. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind === 'visitor') return { kind: 'visitor', wasIdentity: principal.was_identity };
  if (principal.kind === 'system') return { kind: 'system' };
  const person = {
    sessionId: principal.session_id!,
    method: principal.method,
    identityId: principal.identity_id!,
    personId: principal.person_id!,
    name: principal.name!,
    email: principal.email!,
    title: principal.title ?? '',
    theme: (principal.theme ?? 'system') as 'system' | 'light' | 'dark',
    hotkeys: principal.hotkeys ?? true,
    photo: principal.photo,
    role: principal.role!,
    rights: rightsIn(principal.rights, principal.kind),
  };
  if (principal.kind === 'member') return { ...person, kind: 'member', reach: principal.reach as Reach };
  return {
    ...person,
    kind: 'contact',
    accountId: principal.account_id!,
    accountName: principal.account_name!,
    accountShortName: principal.account_short_name!,
    shut: roomsIn(principal.shut),
    flags: flagsIn(principal.flags),
    colleagues: principal.colleagues as Contact['colleagues'],
    answers: principal.answers ?? false,
  };
}
