import type { Context } from 'hono';
import { offersSignUp } from '#features/newcomers/index.ts';
import { findAttachment, threadOf, ticketById } from '#features/tickets/index.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { Ctx } from '#platform/http/context.ts';
import { clearCookie, readCookie, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { showsMail } from '#platform/mail/reach.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { deskRoutes } from './desk-routes.tsx';
import { guestFileRead, guestRead } from './events.ts';
import { type GuestLink, linkBehind } from './link.ts';
import { mailCode } from './mail.ts';
import { say } from './messages.ts';
import { CODE_COOKIE, enterAsGuest, newCode, peopleIn, proveAddress } from './session.ts';
import { GonePage, LinkPage } from './views/door.tsx';
import { SharedPage } from './views/shared-ticket.tsx';

export const room = createRoom('guests');

const CODE_SECONDS = 3600;
/** One for each link: who reads two tickets does not lose one over the other. */
const cookieOf = (linkId: string): string => `portico_guest_${linkId.replaceAll('-', '')}`;

// Opening it uses nothing up and sends nothing: mail scanners and previews open links, too.
room.get('/shared/open', 'anyone', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const link = await linkBehind(ctx, token);
  if (!link) return gone(ctx, c, 410);
  const come = await enterAsGuest(ctx, link.id, readCookie(c, cookieOf(link.id)));
  if (come) return c.redirect(`/shared/${link.id}`, 303);
  return linkPage(ctx, c, link, token);
});

room.post('/shared/code', 'anyone', async (ctx, c) => {
  const token = c.var.form.get('token') ?? '';
  const link = await linkBehind(ctx, token);
  if (!link) return gone(ctx, c, 410);
  const { code, request } = await newCode(ctx, link);
  await mailCode(ctx, link, token, code);
  writeCookie(c, CODE_COOKIE, request, CODE_SECONDS);
  return c.redirect(`/shared/open?token=${token}`, 303);
});

room.post('/shared/session', 'anyone', async (ctx, c) => {
  const token = c.var.form.get('token') ?? '';
  const link = await linkBehind(ctx, token);
  if (!link) return gone(ctx, c, 410);
  const proved = await proveAddress(ctx, link, readCookie(c, CODE_COOKIE), c.var.form.get('code') ?? '');
  if (!proved) return linkPage(ctx, c, link, token, say(ctx.reader, 'error.code'));
  clearCookie(c, CODE_COOKIE);
  writeCookie(c, cookieOf(link.id), proved.token, proved.seconds);
  return c.redirect(`/shared/${link.id}`, 303);
});

room.get('/shared/:id', 'anyone', async (plain, c) => {
  const id = c.req.param('id') ?? '';
  const come = await enterAsGuest(plain, id, readCookie(c, cookieOf(id)));
  const ticket = come && (await ticketById(come.ctx, come.guest.ticketId));
  if (!come || !ticket) return gone(plain, c, 404);
  const { ctx, guest } = come;
  const [thread, people, joinable] = await Promise.all([
    threadOf(ctx, ticket, c.req.query('from')),
    peopleIn(ctx, ticket),
    offersSignUp(ctx),
  ]);
  const data = { ticket: ticket.id, number: ticket.number };
  recordRead(c, guestRead, { subjectId: guest.linkId, accountId: guest.accountId, data });
  const page = (
    <SharedPage ctx={ctx} guest={guest} ticket={ticket} thread={thread} people={people} joinable={joinable} />
  );
  return c.render(page, { title: ticket.subject, layout: 'public' });
});

room.get('/shared/:id/files/:file/:name', 'anyone', async (plain, c) => {
  const id = c.req.param('id') ?? '';
  const come = await enterAsGuest(plain, id, readCookie(c, cookieOf(id)));
  const ticket = come && (await ticketById(come.ctx, come.guest.ticketId));
  if (!come || !ticket) throw notFound();
  const { ctx, guest } = come;
  const file = await findAttachment(ctx, c.req.param('file') ?? '');
  const data = { ticket: ticket.id, number: ticket.number, file: file.id };
  recordRead(c, guestFileRead, { subjectId: guest.linkId, accountId: guest.accountId, data });
  const download = c.req.query('download') !== undefined;
  return fileResponse(ctx.platform.files.of(ctx.workspace.id), file, c.req.raw, { download });
});

function linkPage(ctx: Ctx, c: Context<Env>, link: GuestLink, token: string, error?: string) {
  if (error) c.status(422);
  const asked = readCookie(c, CODE_COOKIE) !== '';
  const mailbox = showsMail(ctx.platform.config) ? '/dev/mail' : null;
  const about = { link, token, asked, error, mailbox };
  const page = <LinkPage ctx={ctx} guard={guardOf(c, '')} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'door.page'), layout: 'door' });
}

/** A link that is over, one that never was, and a browser that has not shown whose it is look the same. */
function gone(ctx: Ctx, c: Context<Env>, status: 404 | 410) {
  c.status(status);
  return c.render(<GonePage ctx={ctx} />, { title: say(ctx.reader, 'gone.title'), layout: 'door' });
}

deskRoutes(room);
