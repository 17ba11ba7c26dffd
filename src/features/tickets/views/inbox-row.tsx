import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatWait } from '#platform/i18n/duration.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import { Avatar } from '#platform/ui/people.tsx';
import { Row } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import { isLate } from '../promise.ts';
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
  const waits = waitingSince && formatWait(reader, (now.getTime() - waitingSince.getTime()) / 1000);
  const late = isLate(ctx, line);
  const shown = { id, number, subject, status, priority, requester, requesterPhoto, account, accountShort };
  const row = StillRow({ ...shown, locale: reader.locale, href, current, waits: waits !== null, late });
  return filled(
    row,
    waits === null
      ? Time({ reader, date: line.activeAt })
      : say(reader, late ? 'inbox.late' : 'inbox.waits', { time: waits }),
  );
}

type StillRowProps = Omit<TicketLine, 'activeAt' | 'createdAt' | 'waitingSince' | 'firstReplyAt' | 'assignee'> & {
  locale: Locale;
  href: string;
  current: boolean;
  waits: boolean;
  /** Longer than was promised. */
  late: boolean;
};

/** A row until its ticket changes; the gap is for how long it waits, or how long ago something happened. */
const StillRow = still<StillRowProps>('inbox row', (line) => {
  const reader = { locale: line.locale };
  return (
    <Row
      id={`ticket-${line.id}`}
      href={line.href}
      current={line.current}
      data-list-item=""
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
