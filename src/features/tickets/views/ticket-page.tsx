import { FieldFacts } from '#features/fields/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Time } from '#platform/i18n/time.tsx';
import { may } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { Composer } from '#platform/ui/composer.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Notice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import type { StoredFile } from '#platform/ui/upload.tsx';
import { mayReopen, mayReply, maySolve } from '../access.ts';
import type { OwnFields } from '../contents.ts';
import { say } from '../messages.ts';
import type { Sharing } from '../sharing.ts';
import type { Thread as ThreadParts, TicketPeople } from '../thread.ts';
import type { Ticket } from '../ticket.ts';
import { PriorityBadge, Ref, TurnOf } from './badges.tsx';
import { Kept } from './kept.tsx';
import { newTicketDraft } from './new-ticket.tsx';
import { SharedWith } from './sharing.tsx';
import { Thread } from './thread.tsx';
import { uploadProps } from './upload-words.ts';

export interface TicketPageProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  ticket: Ticket;
  thread: ThreadParts;
  people: TicketPeople;
  own: OwnFields;
  sharing: Sharing;
  value?: string | undefined;
  /** `html` when the editor wrote it. */
  format?: string | undefined;
  error?: string | undefined;
  files?: StoredFile[] | undefined;
}

/** One ticket as its customer sees it. */
export function TicketPage(props: TicketPageProps) {
  const { ctx, guard, ticket, thread, people, sharing } = props;
  const { reader, actor, workspace } = ctx;
  const named = sharing.named.some(({ id }) => id === actor.personId) && mayReply(actor, ticket);
  const asked = ticket.requesterId === actor.personId || named;
  return (
    <Page>
      <PageHead
        title={ticket.subject}
        before={
          <>
            <TurnOf
              reader={reader}
              status={ticket.status}
              side="customer"
              them={workspace.shortName}
              colleague={asked ? undefined : people.requester}
            />
            <PriorityBadge reader={reader} priority={ticket.priority} />
            <Ref number={ticket.number} />
          </>
        }
      >
        {maySolve(actor, ticket) && (
          <Act
            guard={guard}
            action={`/support/${ticket.number}/closure`}
            icon="check"
            label={say(reader, 'thread.solve')}
          />
        )}
        {mayReopen(actor, ticket) && (
          <Act
            guard={guard}
            action={`/support/${ticket.number}/reopening`}
            icon="rotate-cw"
            label={say(reader, 'thread.reopen')}
          />
        )}
      </PageHead>
      <Columns asideLabel={say(reader, 'details')} aside={<Aside {...props} />}>
        <Thread ctx={ctx} thread={thread} address={`/support/${ticket.number}`} />
        <Answer {...props} />
      </Columns>
    </Page>
  );
}

function Answer({ ctx, guard, ticket, people, value, format, error, files }: TicketPageProps) {
  const { reader, actor, workspace } = ctx;
  const draftKey = `reply:${ticket.id}:${actor.identityId}`;
  if (ticket.status === 'closed') {
    const again = (
      <Button size="small" href="/support/new" data-draft-from={draftKey} data-draft-to={newTicketDraft(actor)}>
        {say(reader, 'new')}
      </Button>
    );
    return (
      <Notice icon="lock" action={again}>
        {say(reader, 'thread.closed')}{' '}
        <span data-draft-left={draftKey} hidden>
          {say(reader, 'thread.closed.left')}
        </span>
      </Notice>
    );
  }
  if (!mayReply(actor, ticket)) {
    const why = may(actor, 'tickets.reply') ? 'thread.readAlong' : 'thread.readOnly';
    return <Notice icon="eye">{say(reader, why, { account: actor.accountName, name: people.requester })}</Notice>;
  }
  const first = people.assignee ? firstNameOf(people.assignee) : undefined;
  const limit = ctx.platform.config.uploadLimitBytes;
  return (
    <>
      {ticket.status === 'solved' && (
        <Notice tone="ok" icon="circle-check">
          {say(reader, 'thread.finished')}
        </Notice>
      )}
      {guard.kept && <Kept reader={reader} lost={guard.lost} />}
      <Composer
        id="reply"
        action={`/support/${ticket.number}/replies`}
        hidden={<Guard guard={guard} />}
        label={say(reader, 'thread.reply')}
        placeholder={
          first
            ? say(reader, 'thread.replyTo', { name: first })
            : say(reader, 'thread.replyUs', { name: workspace.shortName })
        }
        value={value}
        format={format}
        error={error}
        send={{ label: say(reader, 'thread.send') }}
        restored={say(reader, 'draft.restored')}
        draftKey={draftKey}
        hotkey="r"
        uploads={uploadProps(reader, {
          id: 'reply-files',
          limit,
          csrf: guard.token,
          files,
          choose: say(reader, 'thread.attach'),
        })}
      />
    </>
  );
}

function Act(props: { guard: Guarded; action: string; icon: 'check' | 'rotate-cw'; label: string }) {
  return (
    <form method="post" action={props.action}>
      <Guard guard={{ ...props.guard, once: crypto.randomUUID(), kept: false }} />
      <Button type="submit" icon={props.icon}>
        {props.label}
      </Button>
    </form>
  );
}

function Aside(props: TicketPageProps) {
  return (
    <>
      <Details {...props} />
      <SharedWith {...props} account={props.ctx.actor.accountShortName} />
    </>
  );
}

function Details({ ctx: { reader, actor }, ticket, people, own }: TicketPageProps) {
  const openedBy = people.requesterId === actor.personId ? say(reader, 'thread.you') : people.requester;
  return (
    <Section id="details" title={say(reader, 'details')}>
      <Facts
        rows={[
          { term: say(reader, 'details.openedBy'), value: openedBy },
          { term: say(reader, 'details.handledBy'), value: people.assignee ?? say(reader, 'details.nobody') },
          { term: say(reader, 'details.urgency'), value: say(reader, `urgency.${ticket.urgency}`) },
          { term: say(reader, 'details.opened'), value: <Time reader={reader} date={ticket.createdAt} /> },
        ]}
      />
      {own.values.size > 0 && (
        <FieldFacts reader={reader} fields={own.fields} values={own.values} subjectId={ticket.id} />
      )}
    </Section>
  );
}
