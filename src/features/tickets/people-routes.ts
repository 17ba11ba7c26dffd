import type { Context } from 'hono';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { localPath } from '#platform/http/local-path.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { nameOn, narrow, takeOff } from './people.ts';

type On = CtxOf<Contact | Member>;

/** Who takes part in a ticket, from either side. */
export function peopleRoutes(room: Room): void {
  for (const [side, place] of [
    ['contact', '/support'],
    ['member', '/inbox'],
  ] as const) {
    room.post(`${place}/:number/people`, side, async (ctx, c) => {
      await nameOn(ctx as On, numberOf(c), c.var.form.get('person') ?? '');
      return back(ctx as On, c, place, 'people.named');
    });

    room.post(`${place}/:number/people/:contact/removal`, side, async (ctx, c) => {
      const contact = c.req.param('contact') ?? '';
      await takeOff(ctx as On, numberOf(c), contact);
      const left = ctx.actor.kind === 'contact' && ctx.actor.personId === contact;
      if (!left) return back(ctx as On, c, place, 'people.takenOff');
      flash(c, say(ctx.reader, 'people.left'));
      return c.redirect(place, 303);
    });

    room.post(`${place}/:number/narrowing`, side, async (ctx, c) => {
      const to = c.var.form.get('to') === 'usual' ? 'usual' : 'named';
      await narrow(ctx as On, numberOf(c), to);
      return back(ctx as On, c, place, to === 'named' ? 'people.narrowed' : 'people.widened');
    });
  }
}

const numberOf = (c: Context<Env>): string => c.req.param('number') ?? '';

type Said = 'people.named' | 'people.takenOff' | 'people.narrowed' | 'people.widened';

function back(ctx: On, c: Context<Env>, place: '/support' | '/inbox', said: Said): Response {
  flash(c, say(ctx.reader, said));
  return c.redirect(localPath(c.var.form.get('_page'), `${place}/${numberOf(c)}`), 303);
}
