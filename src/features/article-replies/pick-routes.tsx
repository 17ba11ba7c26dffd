import { mayWrite } from '#features/knowledge/index.ts';
import { findTicket, mayReply, refOf, type Ticket } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { draftAt, keepFields } from '#platform/http/drafts.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { escapeText } from '#platform/richtext/escape.ts';
import { since } from './facts.tsx';
import { begunSince, mostUsed } from './figures.ts';
import { say } from './messages.ts';
import { fitting, linkTo, offered, waitingReply } from './offer.ts';
import { PickPage } from './views/pick.tsx';
import { UsedPage } from './views/used.tsx';

const MOST = 100;
const CARRIED = ['body', 'body_format', 'outcome', 'upload'];

/** Where an article is looked for while a reply is written: the reply waits, and comes back with a link in it. */
export function pickRoutes(room: Room): void {
  room.get('/inbox/:number/articles', 'member', async (ctx, c) => {
    const ticket = await answerable(ctx, c.req.param('number'));
    const typed = c.req.query('q')?.trim().slice(0, 200) || undefined;
    const found = typed === undefined ? await fitting(ctx, ticket) : await offered(ctx, ticket, typed);
    const title = say(ctx.reader, 'insert');
    return c.render(<PickPage ctx={ctx} guard={guardOf(c)} ticket={ticket} typed={typed} found={found} />, {
      title,
      nav: 'inbox',
      crumbs: [
        { label: say(ctx.reader, 'crumb.inbox'), href: '/inbox' },
        { label: refOf(ticket.number), href: waitingReply(ticket) },
        { label: title },
      ],
    });
  });

  // The composer's second button: keeps what is written so far.
  room.post('/inbox/:number/articles', 'member', async (ctx, c) => {
    const ticket = await answerable(ctx, c.req.param('number'));
    const said = Object.fromEntries(c.var.form.fields);
    await keepFields(
      ctx,
      replies(ticket),
      Object.fromEntries(CARRIED.flatMap((name) => (said[name] ? [[name, said[name]]] : []))),
    );
    return c.redirect(`/inbox/${ticket.number}/articles`, 303);
  });

  room.post('/inbox/:number/articles/insertion', 'member', async (ctx, c) => {
    const ticket = await answerable(ctx, c.req.param('number'));
    const link = await linkTo(ctx, ticket, c.var.form.get('article') ?? '');
    const kept = (await draftAt(ctx, replies(ticket))) ?? {};
    const html = kept.body_format?.[0] === 'html';
    const before = kept.body?.[0] ?? '';
    const words = html
      ? `${before}<p><a href="${escapeText(link.url)}">${escapeText(link.title)}</a></p>`
      : [before.trimEnd(), `${link.title}\n${link.url}`].filter(Boolean).join('\n\n');
    await keepFields(ctx, replies(ticket), { ...kept, body: [words] });
    flash(c, say(ctx.reader, 'inserted'));
    return c.redirect(waitingReply(ticket), 303);
  });

  room.get('/knowledge/replies', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const title = say(ctx.reader, 'used.title');
    const from = since(ctx.now);
    const [used, begun] = await Promise.all([mostUsed(ctx, from, MOST), begunSince(ctx, from, MOST)]);
    return c.render(<UsedPage ctx={ctx} used={used} begun={begun} />, {
      title,
      nav: 'knowledge',
      crumbs: [{ label: say(ctx.reader, 'crumb.articles'), href: '/knowledge' }, { label: title }],
      topics: ['articles'],
    });
  });
}

const replies = (ticket: Ticket): string => `/inbox/${ticket.number}/replies`;

async function answerable(ctx: CtxOf<Member>, number = ''): Promise<Ticket> {
  const ticket = await findTicket(ctx, number);
  if (!mayReply(ctx.actor, ticket)) throw notFound();
  return ticket;
}
