import { asSystem, type Db } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { rightsOf } from '#platform/rights.ts';
import { type Answer, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { Actor, World } from '#test/world.ts';
import { setPassword } from './identities.ts';
import { inviteContact } from './invite.ts';

export const PASSWORD = 'correct horse battery';

export const givePassword = (portal: TestPortal, actor: Actor, password = PASSWORD): Promise<void> =>
  inWorkspace(portal.platform, actor.world.workspaceId, (ctx) => setPassword(ctx, actor.identityId, password));

export const tryPassword = (client: Client, email: string, password: string, next = '/'): Promise<Answer> =>
  client.submit(`/sign-in?next=${encodeURIComponent(next)}`, '/sign-in/password', { email, password });

/** Asks for a link as a person does, lets the worker send it, and returns the mails there are for the address. */
export async function askForLinkTo(portal: TestPortal, world: World, email: string, next = '/') {
  const client = visitor(portal, world);
  const page = `/sign-in?next=${encodeURIComponent(next)}`;
  const answer = await client.postRaw('/sign-in/link', { ...(await client.form(page, '/sign-in/password')), email });
  await portal.workJobs();
  return { answer, mails: await mailsTo(portal, world, email) };
}

interface SentMail {
  subject: string;
  text: string;
  html: string;
  kind: string;
}

export const mailsTo = (portal: TestPortal, world: World, email: string): Promise<SentMail[]> =>
  peek<SentMail>(
    portal.database,
    'select subject, text, html, kind from mails where workspace_id = $1 and to_address = $2 order by created_at',
    [world.workspaceId, email],
  );

/** The token in a mail's link. */
export function tokenIn(mail: SentMail | undefined): string {
  const token = /[?&]token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1];
  if (!token) throw new Error('no link in the mail');
  return token;
}

/** A fresh sign-in link for somebody: its token. */
export async function linkTo(portal: TestPortal, actor: Actor): Promise<string> {
  const { mails } = await askForLinkTo(portal, actor.world, actor.email);
  // A notice of a new browser has a link, too, and may be written after it.
  return tokenIn(mails.findLast(({ kind }) => kind === 'identity.sign_in_link'));
}

/** Uses a link up, the way its page's button does. */
export const spend = (client: Client, token: string): Promise<Answer> =>
  client.submit(`/sign-in/link?token=${token}`, '/sign-in/link/session');

/** An invitation from a member, as the customers' pages send it: its token. */
export async function invite(portal: TestPortal, by: Actor, given: Partial<Parameters<typeof inviteContact>[1]> = {}) {
  const { world } = by;
  const email = given.email ?? `new-${crypto.randomUUID().slice(0, 8)}@acme.example`;
  const invitation = { accountId: world.accountId, name: 'Nora Vance', title: 'Operations', message: 'Come in.' };
  await inWorkspace(portal.platform, world.workspaceId, (ctx) =>
    inviteContact(asMember(ctx, by), { role: 'contributor', ...invitation, ...given, email }),
  );
  const mails = await mailsTo(portal, world, email);
  return { email, token: tokenIn(mails.at(-1)), mail: mails.at(-1)! };
}

export const asMember = (
  ctx: Ctx,
  { id, identityId, name, email }: Actor,
  role: 'owner' | 'viewer' = 'owner',
): Ctx => ({
  ...ctx,
  actor: {
    kind: 'member',
    role,
    rights: rightsOf('member', role),
    reach: 'all',
    personId: id,
    identityId,
    name,
    email,
  } as Ctx['actor'],
});

export const within = <T>(portal: TestPortal, world: World, work: (db: Db) => Promise<T>): Promise<T> =>
  asSystem(portal.platform.pool, world.workspaceId, work);

interface SessionRow {
  token_hash: string;
  method: string;
  revoked_at: Date | null;
  seen_at: Date;
  agent: string;
  account_id: string | null;
}

export const sessionsOf = (portal: TestPortal, identityId: string): Promise<SessionRow[]> =>
  peek<SessionRow>(portal.database, 'select * from sessions where identity_id = $1 order by created_at, id', [
    identityId,
  ]);

export const eventsOf = (portal: TestPortal, world: World, kind: string) =>
  peek<{ data: Record<string, unknown>; actor_identity_id: string | null; audience: string; subject_id: string }>(
    portal.database,
    'select * from events where workspace_id = $1 and kind = $2 order by seq',
    [world.workspaceId, kind],
  );

/** Whether this client's cookie lets it in: the home page answers, or sends to the sign-in page. */
export async function isIn(client: Client): Promise<boolean> {
  const answer = await client.get('/notifications');
  if (answer.status === 200) return true;
  if (answer.location?.startsWith('/sign-in')) return false;
  throw new Error(`neither in nor out: ${answer.status} ${answer.location}`);
}

/** What somebody outside could measure of an answer, without the masks that differ each time. */
export function shapeOf({ status, headers, text, location }: Answer) {
  const masked = text
    .replace(/value="[^"]{36,}"/g, 'value="…"')
    .replace(/content="[A-Za-z0-9_-]{40,}"/g, 'content="…"')
    .replace(/data-passkey-options="[^"]+"/g, 'data-passkey-options="…"')
    // The seconds until a mail may be sent again go down from one page to the next.
    .replace(/data-wait="\d+"([\s\S]*?<p class="meta">)[^<]*/g, 'data-wait="…"$1…');
  const named = [...headers.keys()].filter((name) => name !== 'x-request-id').sort();
  return { status, named, location: location?.replace(/to=[^&]+/, 'to=…') ?? null, text: masked };
}
