import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatWait } from '#platform/i18n/duration.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import { Avatar } from '#platform/ui/people.tsx';
import { Row } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import { leftOf } from '../promise.ts';
import type { TicketLine } from '../queries.ts';
import { refOf } from '../ticket.ts';
import { PriorityBadge, TurnOf } from './badges.tsx';

export function InboxRow({
  ctx,
  line,
  href,
  current,
}: {
  ctx: CtxOf<Member>;
  line: TicketLine;
  href: string;
  current: boolean;
}) {
  const { reader, now } = ctx;
  const { id, number, subject, status, priority, requester, requesterPhoto, account, accountShort, waitingSince } =
    line;
  const left = leftOf(ctx, line);
  const late = left !== null && left < 0;
  const shown = { id, number, subject, status, priority, requester, requesterPhoto, account, accountShort };
  const row = StillRow({ ...shown, locale: reader.locale, href, current, waits: waitingSince !== null, late });
  const inWords = (ms: number) => ({ time: formatWait(reader, ms / 1000) });
  if (left !== null) return filled(row, say(reader, late ? 'inbox.late' : 'inbox.left', inWords(Math.abs(left))));
  if (waitingSince === null) return filled(row, Time({ reader, date: line.activeAt }));
  return filled(row, say(reader, 'inbox.waits', inWords(now.getTime() - waitingSince.getTime())));
}

type StillRowProps = Omit<
  TicketLine,
  'activeAt' | 'createdAt' | 'waitingSince' | 'firstReplyAt' | 'assignee' | 'asksReader' | 'requesterId'
> & {
  locale: Locale;
  href: string;
  current: boolean;
  waits: boolean;
  /** Past the time in which a first reply was promised. */
  late: boolean;
};

/** A row until its ticket changes; the gap is for how long it waits, or how long ago something happened. */
const StillRow = still<StillRowProps>((line) => {
  const reader = { locale: line.locale };
  return (
    <Row
      id={`ticket-${line.id}`}
      href={line.href}
      current={line.current}
      data-list-item=""
      data-item-hotkeys="r, n, e, a, s, p"
      lead={<Avatar name={line.requester} photo={line.requesterPhoto} />}
      metaFirst
      meta={`${line.requester} · ${line.account}`}
      title={line.subject}
      below={
        <>
          {line.late && (
            <Badge tone="warn" icon="clock">
              {gap}
            </Badge>
          )}
          {(!line.late || line.priority === 'low') && (
            <span class="meta">
              {!line.late && gap}
              {line.priority === 'low' && `${line.late ? '' : ' · '}${say(reader, 'priority.low')}`}
            </span>
          )}
          <PriorityBadge reader={reader} priority={line.priority} />
          {!line.waits && <TurnOf reader={reader} status={line.status} side="team" them={line.accountShort} />}
          <span class="visually-hidden">{refOf(line.number)}</span>
        </>
      }
    />
  );
});
