import { type openTicketsOfAccount, refOf, type Status, TurnOf } from '#features/tickets/index.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';

export type OpenTicket = Omit<Awaited<ReturnType<typeof openTicketsOfAccount>>[number], 'priority'>;

interface OpenTicketsProps {
  reader: Reader;
  account: Account;
  tickets: OpenTicket[];
  /** What stands there when there are none. */
  empty?: string;
}

/** What is open with a customer, and who has to move next. */
export function OpenTickets({ reader, account, tickets, empty }: OpenTicketsProps) {
  if (tickets.length === 0)
    return <p class="meta">{empty ?? say(reader, 'turns.empty', { name: account.shortName })}</p>;
  return (
    <Card fit="flush">
      <Rows>
        {tickets.toSorted(oursFirst).map((ticket) => (
          <Row
            href={`/inbox/${ticket.number}`}
            lead={<Tile icon="ticket" />}
            title={ticket.subject}
            meta={
              <>
                <span class="mono">{refOf(ticket.number)}</span> ·{' '}
                <Time reader={reader} date={ticket.activeAt} style="within" />
              </>
            }
            end={<TurnOf reader={reader} status={ticket.status as Status} side="team" them={account.shortName} />}
          />
        ))}
      </Rows>
    </Card>
  );
}

/** Whoever has waited longest for us comes first; the rest as it was, by activity. */
function oursFirst(a: OpenTicket, b: OpenTicket): number {
  const since = (ticket: OpenTicket) => ticket.waitingSince?.getTime() ?? Number.POSITIVE_INFINITY;
  return since(a) === since(b) ? 0 : since(a) - since(b);
}
