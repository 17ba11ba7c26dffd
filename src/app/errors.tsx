import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { isHere, type OwnAccount, ownAccountsOf } from '#features/company/index.ts';
import { databaseIsAway, stoodInEachOthersWay, tookTooLong, waitedInVain } from '#platform/db/pool.ts';
import { csrfToken } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import type { FormError } from '#platform/http/form-error.ts';
import { Guard, guardOf } from '#platform/http/guard.tsx';
import { HttpError } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { BodyRefused } from '#platform/http/scoped.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import { formatBytes } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { StorageError } from '#platform/storage/errors.ts';
import { Button } from '#platform/ui/button.tsx';
import type { IconName } from '#platform/ui/icons.ts';
import { deadEnd, mayStandInside, readerAt } from './dead-end.tsx';
import { searchFor } from './frame.tsx';
import { say } from './messages.ts';
import { movedTo, pageOfForm, plainAddress } from './moved.ts';
import { formOfNobody, lostWith, SignInBeside } from './signed-out.tsx';
import { wordsIn, wordsOfGone } from './words.tsx';

type Kind =
  | '404'
  | '403'
  | Look
  | '409'
  | 'deleted'
  | 'stale'
  | 'out'
  | '422'
  | '413'
  | 'many'
  | '429'
  | '500'
  | 'damaged'
  | '503'
  | '507';

/** What is shut to somebody who looks as a customer: every form, what is the contact's own, what is the team's. */
type Look = 'view' | 'theirs' | 'ours';

const isLook = (kind: Kind): boolean => kind === 'view' || kind === 'theirs' || kind === 'ours';

interface Problem {
  status: number;
  kind: Kind;
  /** Says more than the kind's own sentence. */
  detail?: string | undefined;
  retryAfter?: number | undefined;
  /** What `detail` is about: a page that stays says it beside this field. */
  field?: string | undefined;
  /** The form had no proof of this session: after signing in, the same form is good. */
  proofless?: boolean | undefined;
}

const icons: Record<Kind, IconName> = {
  '404': 'compass',
  '403': 'lock',
  view: 'eye',
  theirs: 'lock',
  ours: 'eye',
  '409': 'rotate-cw',
  deleted: 'file-text',
  stale: 'clock',
  out: 'lock',
  '422': 'circle-alert',
  '413': 'file-text',
  many: 'file-text',
  '429': 'clock',
  '500': 'triangle-alert',
  damaged: 'file-text',
  '503': 'wifi-off',
  '507': 'file-text',
};

/** Every failure ends here: in the portal's own look for people, as RFC 9457 problem JSON for programs. */
export function problems(app: Hono<Env>): Hono<Env> {
  app.notFound((c) => answer(c, { status: 404, kind: '404' }));
  app.onError((error, c) => {
    // Nothing more can be asked in its transaction: the page stands alone.
    if (namesWhatWent(error)) c.set('dressed', false);
    const problem = signedOut(c, problemOf(error, readerAt(c), c.req.method));
    if (problem.status === 500) c.get('platform').log.error({ err: error, request: c.get('requestId') }, 'unexpected');
    return answer(c, problem);
  });
  return app;
}

/** Answers somebody who looks as a customer and asked for what a look does not have. */
export const refuse = (c: Context<Env>, kind: Look): Response | Promise<Response> => answer(c, { status: 403, kind });

function problemOf(error: Error, reader: Reader, method: string): Problem {
  if (error instanceof BodyRefused) return bodyProblem(error.cause, reader);
  if (error instanceof StorageError) {
    const kind = error.problem === 'full' ? '507' : error.problem === 'missing' ? '404' : '413';
    return { status: error.status, kind: error.problem === 'damaged' ? 'damaged' : kind };
  }
  if (error instanceof HttpError) {
    const { refusal } = error;
    const proofless = refusal === 'proofless';
    const shared = refusal === 'network';
    const kind = proofless ? 'stale' : (!shared && refusal) || (KINDS[error.status] ?? '422');
    const seconds = error.retryAfter;
    const time = formatDuration(reader, seconds ?? 60);
    const detail = kind === '429' ? say(reader, shared ? 'error.429.network' : 'error.429.text', { time }) : undefined;
    return { status: error.status, kind, detail, retryAfter: seconds, proofless };
  }
  // Asked for again at once, it would hold the next connection as long.
  if (tookTooLong(error)) return { status: 503, kind: '503', retryAfter: 30 };
  const reads = method === 'GET' || method === 'HEAD';
  // Nothing has changed for who only reads: to them it is the same as none that can be reached.
  if (databaseIsAway(error) || (reads && waitedInVain(error))) return { status: 503, kind: '503', retryAfter: 5 };
  // Twice already (`onceMore`), or with files; or what somebody else holds was waited for as long as anybody waits.
  if (stoodInEachOthersWay(error) || waitedInVain(error))
    return { status: 503, kind: '409', detail: say(reader, 'error.busy'), retryAfter: 1 };
  if (namesWhatWent(error)) return { status: 409, kind: '409' };
  return { status: 500, kind: '500' };
}

/** A role or a segment was given in the moment in which it was taken away: of the two the one that came later did not happen. */
function namesWhatWent(error: Error): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23503' && /_(role|segment_id)_fkey$/.test(constraint ?? '');
}

/** A form without proof, of somebody whose session's cookie has gone with its time or by their own hand. */
function signedOut(c: Context<Env>, problem: Problem): Problem {
  const form = problem.proofless ? formOfNobody(c) : undefined;
  if (!form) return problem;
  const reader = readerAt(c);
  const detail = [say(reader, 'error.out.text'), lostWith(reader, form)].filter(Boolean).join(' ');
  return { ...problem, kind: 'out', detail };
}

/** Where to go from here: the page the form stood on, the door, or home. */
function wayOn(c: Context<Env>, kind: Kind) {
  const page = localPath(c.get('form')?.get('_page') ?? pageBefore(c), '');
  if (page) return { href: page, key: kind === 'stale' ? 'error.stale.back' : 'error.back' } as const;
  if (c.req.path.startsWith('/sign-in')) return { href: '/sign-in', key: 'error.signIn' } as const;
  // A stranger has no home here, but has come to read.
  if (kind === '404' && c.req.path.startsWith('/help/') && !c.var.sessionToken)
    return { href: '/help', key: 'error.help' } as const;
  return { href: '/', key: isLook(kind) ? 'error.look.home' : 'error.home' } as const;
}

/** A form that could not even be read has still come from somewhere. */
function pageBefore(c: Context<Env>): string | undefined {
  const from = c.req.method === 'POST' ? c.req.header('referer') : undefined;
  const { origin } = c.get('portal') ?? {};
  return origin && from?.startsWith(`${origin}/`) ? from.slice(origin.length) : undefined;
}

/** Too many passwords for an address: whoever reads its mail comes in all the same. */
function linkInstead(c: Context<Env>, kind: Kind) {
  const email = c.req.path === '/sign-in/password' && kind === '429' && c.get('form')?.get('email')?.trim();
  if (!email || !sendsMail(c.var.platform.config)) return null;
  const token = csrfToken(c.var.platform, c.var.workspace.id, c.var.sessionToken);
  const guard = { token, once: randomUUID(), writer: '', page: '', kept: false };
  return { email, next: localPath(c.var.form.get('next')), guard };
}

const KINDS: Partial<Record<number, Kind>> = { 403: '403', 404: '404', 409: '409', 413: '413', 429: '429', 503: '503' };

function bodyProblem(error: FormError, reader: Reader): Problem {
  if (error.problem === 'file-too-large' && error.fileName && error.limit) {
    const limit = formatBytes(reader, error.limit);
    return { status: 413, kind: '413', detail: say(reader, 'error.file', { name: error.fileName, limit }) };
  }
  if (error.problem === 'field-too-large' && error.field && error.limit) {
    const limit = formatBytes(reader, error.limit);
    return { status: 413, kind: '413', detail: say(reader, 'error.long', { limit }), field: error.field };
  }
  if (error.problem === 'too-many-files' && error.limit)
    return { status: 413, kind: 'many', detail: say(reader, 'error.many.text', { limit: error.limit }) };
  if (error.problem === 'cut-off' || error.problem === 'too-slow') {
    return { status: 400, kind: '422', detail: say(reader, 'error.cutOff') };
  }
  return { status: error.status, kind: error.status === 413 ? '413' : '422' };
}

async function answer(c: Context<Env>, problem: Problem): Promise<Response> {
  const plain = problem.kind === '404' ? plainAddress(c) : null;
  if (plain) return c.redirect(plain, 301);
  const moved = problem.kind === '404' ? (pageOfForm(c.req.method, c.req.path) ?? (await movedTo(c))) : null;
  if (moved) return c.redirect(moved, 303);
  // Who looks as a customer is told so in their own language.
  const reader = isLook(problem.kind) ? (c.get('ctx')?.viewing?.reader ?? readerAt(c)) : readerAt(c);
  const status = problem.status as 404;
  const words = wordsIn(c.get('form'));
  const gone = problem.kind === '404' && c.req.method === 'POST';
  const { title, text: said } = gone ? wordsOfGone(reader, words) : wordsOf(reader, problem.kind, nameOf(c));
  const text = problem.detail ?? said;
  if (problem.retryAfter) c.header('retry-after', String(problem.retryAfter));
  c.header('x-portico-problem', problem.proofless ? 'stale' : problem.kind === 'deleted' ? 'deleted' : 'refused');
  if (problem.field) c.header('x-portico-field', problem.field);
  if (/json/.test(c.req.header('accept') ?? '')) {
    c.header('content-type', 'application/problem+json');
    return c.body(JSON.stringify({ type: 'about:blank', status, title, detail: text }), status);
  }
  const workspace = c.get('workspace');
  if (!workspace) return c.text(`${title}\n`, status);
  const linked = linkInstead(c, problem.kind);
  const others = problem.kind === '404' ? await otherCustomers(c) : [];
  return deadEnd(c, reader, status, {
    icon: icons[problem.kind],
    title,
    text: linked
      ? `${text} ${say(reader, 'error.429.link')}`
      : others.length > 0
        ? say(reader, 'error.404.others', { name: accountOf(c) })
        : wayOn(c, problem.kind).key === 'error.help'
          ? say(reader, 'error.404.stranger')
          : text,
    ...(isLook(problem.kind) ? {} : { code: `${status}-${(c.get('requestId') ?? '').slice(0, 6)}` }),
    words,
    away: problem.kind === '503',
    again: problem.kind === '503' ? (problem.retryAfter ?? 5) : undefined,
    action: <WaysOn c={c} reader={reader} kind={problem.kind} linked={linked} others={others} />,
  });
}

function wordsOf(reader: Reader, kind: Kind, name: string): { title: string; text: string } {
  if (kind === 'view' || kind === 'theirs' || kind === 'ours') {
    return { title: say(reader, `error.${kind}.title`, { name }), text: say(reader, `error.${kind}.text`) };
  }
  return { title: say(reader, `error.${kind}.title`), text: say(reader, `error.${kind}.text`, { time: '', limit: 0 }) };
}

const accountOf = (c: Context<Env>): string => {
  const actor = c.get('ctx')?.actor;
  return actor?.kind === 'contact' ? actor.accountName : '';
};

/** As whom somebody looks. */
function nameOf(c: Context<Env>): string {
  const actor = c.get('ctx')?.actor;
  return actor?.kind === 'contact' ? actor.name : '';
}

interface WaysProps {
  c: Context<Env>;
  reader: Reader;
  kind: Kind;
  linked: ReturnType<typeof linkInstead>;
  others: OwnAccount[];
}

/** What is not here for one customer of the reader's may be there for another: the link of a mail does not say which. */
async function otherCustomers(c: Context<Env>): Promise<OwnAccount[]> {
  if (c.req.method !== 'GET' || !mayStandInside(c) || c.var.ctx.viewing) return [];
  const { ctx } = c.var;
  return ctx.actor.kind === 'contact' ? (await ownAccountsOf(ctx)).filter((account) => !isHere(ctx, account)) : [];
}

function WaysOn({ c, reader, kind, linked, others }: WaysProps) {
  const { pathname, search: query } = new URL(c.req.url);
  const nobodys = kind === 'out' && formOfNobody(c);
  if (nobodys) return <SignInBeside c={c} reader={reader} form={nobodys} />;
  const on = wayOn(c, kind);
  const search = kind === '404' && mayStandInside(c) && !c.var.workspace.isInstallation ? searchFor(c.var.ctx) : null;
  return (
    <>
      {linked && (
        <form method="post" action="/sign-in/link" data-turbo="false">
          <Guard guard={linked.guard} />
          <input type="hidden" name="email" value={linked.email} />
          <input type="hidden" name="next" value={linked.next} />
          <Button type="submit" variant="primary" icon="mail">
            {say(reader, 'error.429.ask')}
          </Button>
        </form>
      )}
      {others.map(({ id, name }) => (
        <form method="post" action={`/company/${id}/choice`}>
          <Guard guard={{ ...guardOf(c), account: undefined, kept: false }} />
          <input type="hidden" name="next" value={pathname + query} />
          <Button type="submit" variant="primary">
            {say(reader, 'error.404.at', { name })}
          </Button>
        </form>
      ))}
      <Button variant={linked || others.length > 0 ? undefined : 'primary'} href={on.href}>
        {on.key === 'error.look.home' ? say(reader, on.key, { name: nameOf(c) }) : say(reader, on.key)}
      </Button>
      {on.key === 'error.help' && (
        <Button href={`/sign-in?next=${encodeURIComponent(pathname + query)}`}>
          {say(reader, 'error.404.signIn')}
        </Button>
      )}
      {search && <Button href={search.href}>{say(reader, 'error.search')}</Button>}
      {(kind === '500' || kind === '503') && c.req.method === 'GET' && (
        <Button href="">{say(reader, 'offline.retry')}</Button>
      )}
    </>
  );
}
