import { mayWrite } from '#features/knowledge/index.ts';
import type { Ticket } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput } from '#platform/ui/field.tsx';
import { Filters, Page, PageHead } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import { type Offered, readFor, waitingReply } from '../offer.ts';

export interface PickPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  ticket: Ticket;
  /** Undefined before anything was looked for: what is found then fits the ticket. */
  typed: string | undefined;
  found: Offered[];
}

/** Articles for a reply: what its customer may read can be put in, the others say that they cannot. */
export function PickPage({ ctx, guard, ticket, typed, found }: PickPageProps) {
  const { reader, actor } = ctx;
  const path = `/inbox/${ticket.number}/articles`;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'insert')} lede={say(reader, 'insert.lede')}>
        <Button variant="quiet" href={waitingReply(ticket)}>
          {say(reader, 'back')}
        </Button>
      </PageHead>
      <Filters action={path} submit={say(reader, 'search')}>
        <SearchInput
          name="q"
          label={say(reader, 'search.label')}
          value={typed}
          placeholder={ticket.subject}
          autofocus
        />
      </Filters>
      <Card fit={found.length === 0 ? undefined : 'flush'}>
        {found.length === 0 ? (
          <Empty
            icon="book-open"
            title={say(reader, typed === undefined ? 'none.fits' : 'none.title')}
            text={say(reader, typed === undefined ? 'none.fits.text' : 'none.text')}
            action={
              mayWrite(actor) && <Button href={`/inbox/${ticket.number}/article`}>{say(reader, 'panel.write')}</Button>
            }
          />
        ) : (
          <Rows>
            {found.map((hit) => (
              <Row
                title={
                  <a class="name-link" href={readFor(ticket, hit.href)} lang={hit.lang}>
                    {hit.title}
                  </a>
                }
                meta={hit.note}
                end={
                  hit.readable ? (
                    <form method="post" action={`${path}/insertion`}>
                      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
                      <input type="hidden" name="article" value={hit.id} />
                      <Button type="submit" size="small" aria-label={say(reader, 'put.of', { title: hit.title })}>
                        {say(reader, 'put')}
                      </Button>
                    </form>
                  ) : (
                    <Badge icon="lock">{say(reader, 'unreadable')}</Badge>
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  );
}
