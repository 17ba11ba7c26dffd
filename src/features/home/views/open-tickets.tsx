import { type openTicketsOfAccount, refOf, type Status, TurnOf } from '#features/tickets/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';

export type OpenTicket = Awaited<ReturnType<typeof openTicketsOfAccount>>[number];

/** What the customer asked for and is not done yet. */
export function OpenTickets({ ctx, tickets }: { ctx: CtxOf<Contact>; tickets: OpenTicket[] }) {
  const { reader, workspace } = ctx;
  return (
    <Card fit="flush">
      <Rows>
        {tickets.map((ticket) => (
          <Row
            href={`/support/${ticket.number}`}
            lead={<Tile icon="ticket" />}
            title={ticket.subject}
            meta={
              <>
                <span class="mono">{refOf(ticket.number)}</span> ·{' '}
                <Time reader={reader} date={ticket.activeAt} style="within" />
              </>
            }
            end={<TurnOf reader={reader} status={ticket.status as Status} side="customer" them={workspace.shortName} />}
          />
        ))}
      </Rows>
    </Card>
  );
}
