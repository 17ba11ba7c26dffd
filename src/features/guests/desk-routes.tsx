import type { Context } from 'hono';
import { postedEmail } from '#features/identity/index.ts';
import { type DeskPanel, findTicket, refOf } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { guestsOf, mayShare, sendAgain, share, shareFields, takeBack } from './share.ts';
import { GuestsPage } from './views/guests.tsx';
import { GuestsPanel } from './views/panel.tsx';

type On = CtxOf<Member>;

/** The team's page of with whom a ticket is shared outside. To whom it is not shown it is not there. */
export function deskRoutes(room: Room): void {
  const admit = (ctx: On) => {
    if (!mayShare(ctx.actor)) throw notFound();
  };

  room.get('/inbox/:number/guests', 'member', (ctx, c) => {
    admit(ctx);
    return guestsPage(ctx, c);
  });

  room.post('/inbox/:number/guests', 'member', async (ctx, c) => {
    admit(ctx);
    const { address } = postedEmail(c.var.form);
    const parsed = parseForm(shareFields, c.var.form, () => say(ctx.reader, 'error.days'));
    if (!address) return guestsPage(ctx, c, { email: say(ctx.reader, 'error.email') });
    if (!parsed.ok) return guestsPage(ctx, c, parsed.errors);
    const done = await share(ctx, numberOf(c), address, Number(parsed.value.days));
    if (done !== 'sent') return guestsPage(ctx, c, { email: say(ctx.reader, done) });
    return back(ctx, c, 'sent', address);
  });

  room.post('/inbox/:number/guests/:guest/letter', 'member', async (ctx, c) => {
    admit(ctx);
    const done = await sendAgain(ctx, numberOf(c), c.req.param('guest') ?? '');
    if (typeof done === 'string') return guestsPage(ctx, c, { again: say(ctx.reader, done) });
    return back(ctx, c, 'sentAgain', done.email);
  });

  room.post('/inbox/:number/guests/:guest/removal', 'member', async (ctx, c) => {
    admit(ctx);
    return back(ctx, c, 'takenBack', await takeBack(ctx, numberOf(c), c.req.param('guest') ?? ''));
  });
}

/** Beside the ticket: who reads along by a link, for whoever sees the ticket. */
export const panel: DeskPanel = async (ctx, ticket) => {
  const guests = await guestsOf(ctx, ticket);
  if (guests.length === 0 && !mayShare(ctx.actor)) return null;
  return <GuestsPanel ctx={ctx} number={ticket.number} guests={guests} />;
};

const numberOf = (c: Context<Env>): string => c.req.param('number') ?? '';

function back(ctx: On, c: Context<Env>, said: 'sent' | 'sentAgain' | 'takenBack', email: string): Response {
  flash(c, say(ctx.reader, said, { email }));
  return c.redirect(`/inbox/${numberOf(c)}/guests`, 303);
}

async function guestsPage(ctx: On, c: Context<Env>, errors?: FieldErrors): Promise<Response> {
  if (errors) c.status(422);
  const ticket = await findTicket(ctx, numberOf(c));
  const guests = await guestsOf(ctx, ticket);
  const page = (
    <GuestsPage
      ctx={ctx}
      guard={guardOf(c, `/inbox/${ticket.number}/guests`)}
      ticket={ticket}
      guests={guests}
      values={errors ? firstValues(c.var.form.fields) : {}}
      errors={errors ?? {}}
    />
  );
  const crumbs = [
    { label: say(ctx.reader, 'crumb.inbox'), href: '/inbox' },
    { label: refOf(ticket.number), href: `/inbox/${ticket.number}` },
    { label: say(ctx.reader, 'guests') },
  ];
  const title = say(ctx.reader, 'guests');
  return c.render(page, { title, nav: 'inbox', crumbs, topics: [`ticket:${ticket.id}:team`] });
}
