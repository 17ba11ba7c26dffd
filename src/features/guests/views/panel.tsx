import type { CtxOf, Member } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Section } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { mayShare, reachesGuests, type SharedWith } from '../share.ts';

/** Who reads the ticket from outside, in a few lines; what can be done about it is a page of its own. */
export function GuestsPanel({ ctx, number, guests }: { ctx: CtxOf<Member>; number: number; guests: SharedWith[] }) {
  const { reader } = ctx;
  const label = say(reader, guests.length === 0 ? 'panel.share' : 'panel.change');
  const more =
    mayShare(ctx.actor) && (guests.length > 0 || reachesGuests(ctx))
      ? { label, href: `/inbox/${number}/guests` }
      : undefined;
  return (
    <Section id="guests" title={say(reader, 'panel')} more={more}>
      {guests.length === 0 ? (
        <p class="meta">{say(reader, 'panel.none')}</p>
      ) : (
        <ul class="stack close">
          {guests.map((guest) => (
            <li>
              <div class="clip">{guest.email}</div>
              <div class="meta">
                <Standing ctx={ctx} guest={guest} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Whether a link still opens something, and when it was last used. */
export function Standing({ ctx: { reader }, guest }: { ctx: CtxOf<Member>; guest: SharedWith }) {
  if (!guest.stands) return <>{say(reader, guest.expiresAt <= reader.now ? 'standing.over' : 'standing.shut')}</>;
  if (!guest.openedAt) return <>{say(reader, 'standing.unread')}</>;
  return (
    <>{say.rich(reader, 'standing.read', { time: <Time reader={reader} date={guest.openedAt} style="within" /> })}</>
  );
}
