import { Ref, Thread, type ThreadParts, type Ticket } from '#features/tickets/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { BrandName } from '#platform/ui/brand-mark.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import type { Guest } from '../session.ts';

interface SharedPageProps {
  ctx: Ctx;
  guest: Guest;
  ticket: Ticket;
  thread: ThreadParts;
  people: { requester: string; assignee: string | null };
  /** Whoever wants more can ask to come in by themselves. */
  joinable: boolean;
}

/** One ticket, to be read by somebody who has no account; no way leads from here into the portal. */
export function SharedPage(props: SharedPageProps) {
  const { ctx, guest, ticket, thread } = props;
  const { reader, workspace } = ctx;
  const done = ticket.status === 'solved' || ticket.status === 'closed';
  return (
    <>
      <header class="public-head">
        <span class="brand">
          <BrandName brand={workspace.brand} />
        </span>
        <span class="meta clip">{guest.email}</span>
      </header>
      <main id="main" class="guest" tabindex={-1}>
        <Page>
          <PageHead
            title={ticket.subject}
            before={
              <>
                <Badge tone={done ? 'ok' : undefined} icon={done ? 'check' : undefined}>
                  {say(reader, done ? 'shared.done' : 'shared.open')}
                </Badge>
                <Ref number={ticket.number} />
              </>
            }
          />
          <Columns asideLabel={say(reader, 'shared.about')} aside={<Aside {...props} />}>
            <Thread
              ctx={ctx}
              thread={thread}
              address={`/shared/${guest.linkId}`}
              filesAt={`/shared/${guest.linkId}/files`}
            />
            <Notice icon="eye">{say(reader, 'shared.reading', { member: guest.sharedBy })}</Notice>
          </Columns>
        </Page>
      </main>
    </>
  );
}

function Aside({ ctx, guest, ticket, people, joinable }: SharedPageProps) {
  const { reader, workspace } = ctx;
  return (
    <>
      <Section id="details" title={say(reader, 'shared.about')}>
        <Facts
          rows={[
            { term: say(reader, 'shared.openedBy'), value: people.requester },
            ...(people.assignee ? [{ term: say(reader, 'shared.handledBy'), value: people.assignee }] : []),
            { term: say(reader, 'shared.since'), value: <Time reader={reader} date={ticket.createdAt} /> },
            { term: say(reader, 'shared.by'), value: guest.sharedBy },
            { term: say(reader, 'shared.until'), value: formatDate(reader, guest.linkEndsAt, 'long') },
          ]}
        />
      </Section>
      <Section id="join" title={say(reader, 'join.title')}>
        <p class="meta">
          {say(reader, joinable ? 'join.ask' : 'join.whom', { member: guest.sharedBy, name: workspace.name })}
        </p>
        {joinable && (
          <div>
            <Button href="/sign-up" size="small" icon="user-plus">
              {say(reader, 'join.button')}
            </Button>
          </div>
        )}
      </Section>
    </>
  );
}
