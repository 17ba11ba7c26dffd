import type { Context, MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { isId } from '#platform/db/ids.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { contentSecurityPolicy } from '#platform/http/security-headers.ts';
import { negotiateLocale } from '#platform/i18n/negotiate.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { deliveryLog, type WrittenMail, writtenMail } from '#platform/mail/delivery-log.ts';
import { Mailbox } from './dev-mail/mailbox.tsx';

const SHOWN = 100;

/**
 * The mails of this workspace that nobody sent, for people who try Portico or build it. They hold sign-in links for
 * everybody, so app/dev.tsx mounts this only where there is no mail server and the installation is a demo or in
 * development, and outside development it answers this machine only.
 */
export const devMail = new Hono<Env>();

const fromThisMachine: MiddlewareHandler<Env> = async (c, next) => {
  const { environment } = c.var.platform.config;
  const forwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some((name) => c.req.header(name));
  const local = !forwarded && /^(127\.|::1$)/.test(c.var.ip);
  if (environment === 'production' && !local) throw notFound();
  await next();
};
devMail.use('/dev/mail', fromThisMachine);
devMail.use('/dev/mail/*', fromThisMachine);

devMail.get('/dev/mail', (c) => show(c, undefined));

devMail.get('/dev/mail/:id', (c) => show(c, c.req.param('id')));

/**
 * The HTML part as it would be in a mail program: no script, no form, nothing loaded. Its links take the place of the
 * whole page, not of the frame, because pages of the portal refuse to be framed.
 */
devMail.get('/dev/mail/:id/html', async (c) => {
  const { html } = await mailOr404(c, c.req.param('id'));
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; img-src ${c.var.portal.origin} data:; frame-ancestors 'self'; ` +
      'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
  );
  c.header('x-frame-options', 'SAMEORIGIN');
  return c.html(html.replace(/<head[^>]*>/i, '$&<base target="_top">'));
});

async function show(c: Context<Env>, id: string | undefined): Promise<Response> {
  const mails = await inside(c, (db, workspaceId) => deliveryLog(db, workspaceId, SHOWN));
  const newest = mails.find((mail) => mail.state === 'kept')?.id;
  const open = id ? await mailOr404(c, id) : newest && (await mailOr404(c, newest));
  const { workspace, portal } = c.var;
  const locale = negotiateLocale(c.req.header('accept-language'), undefined, workspace.locale);
  const reader: Reader = { locale, zone: workspace.zone, now: new Date() };
  c.header('content-security-policy', contentSecurityPolicy(portal.origin, ["'self'"]));
  return c.html(
    <Mailbox reader={reader} brand={workspace.brand} mails={mails} open={open || undefined} chosen={!!id} />,
  );
}

async function mailOr404(c: Context<Env>, id: string): Promise<WrittenMail> {
  const mail = isId(id) ? await inside(c, (db, workspaceId) => writtenMail(db, workspaceId, id)) : undefined;
  if (!mail) throw notFound();
  return mail;
}

function inside<T>(c: Context<Env>, read: (db: Db, workspaceId: string) => Promise<T>): Promise<T> {
  const { platform, workspace } = c.var;
  return asSystem(platform.pool, workspace.id, (db) => read(db, workspace.id));
}
