import { refOf, type Status, TurnOf } from '#features/tickets/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';

export interface OpenTicket {
  number: number;
  subject: string;
  status: string;
  activeAt: Date;
  /** Who asked, where somebody else than the reader is to answer. */
  requester?: string;
}

/** What the customer asked for and is not done yet. */
export function OpenTickets({ ctx, tickets }: { ctx: CtxOf<Contact>; tickets: OpenTicket[] }) {
  const { reader, workspace } = ctx;
  return (
    <Card fit="flush">
      <Rows>
        {tickets.map(({ number, subject, status, activeAt, requester }) => {
          const line = {
            locale: reader.locale,
            number,
            subject,
            status: status as Status,
            them: workspace.shortName,
            requester,
          };
          return filled(StillLine(line), Time({ reader, date: activeAt, style: 'within' }));
        })}
      </Rows>
    </Card>
  );
}

interface StillLineProps {
  locale: Locale;
  number: number;
  subject: string;
  status: Status;
  them: string;
  requester: string | undefined;
}

/** A line until its ticket changes; the gap is for how long ago that was. */
const StillLine = still<StillLineProps>(({ locale, number, subject, status, them, requester }) => (
  <Row
    href={`/support/${number}`}
    lead={<Tile icon="ticket" />}
    title={subject}
    meta={
      <>
        <span class="mono">{refOf(number)}</span> · {gap}
      </>
    }
    end={<TurnOf reader={{ locale }} status={status} side="customer" them={them} colleague={requester} />}
  />
));
