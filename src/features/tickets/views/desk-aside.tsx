import type { Child } from 'hono/jsx';
import { FieldFacts, mayWriteValues } from '#features/fields/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Section } from '#platform/ui/page.tsx';
import { Person, PhoneLink } from '#platform/ui/people.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { mayTriage } from '../access.ts';
import type { OwnFields } from '../contents.ts';
import { say } from '../messages.ts';
import type { Sharing } from '../sharing.ts';
import type { TicketPeople } from '../thread.ts';
import { isFinished, priorities, type Status, statuses, type Ticket } from '../ticket.ts';

import { SharedWith } from './sharing.tsx';

interface AsideProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  ticket: Ticket;
  people: TicketPeople;
  own: OwnFields;
  sharing: Sharing;
  others: { number: number; subject: string; status: string }[];
  panels: (Child | null)[];
  overtaken?: boolean | undefined;
}

/** Beside a ticket: who asks, how it is handled, and what else the customer has open. */
export function DeskAside(props: AsideProps) {
  const { ctx, people, ticket, others } = props;
  const { reader } = ctx;
  return (
    <>
      <Person
        name={people.requester}
        photo={people.requesterPhoto}
        note={people.requesterTitle || people.account}
        also={people.requesterPhone && <PhoneLink number={people.requesterPhone} />}
        size="large"
      />
      {mayTriage(ctx.actor) && <Handling {...props} />}
      <Section
        id="ticket-account"
        title={say(reader, 'desk.account')}
        more={{ label: say(reader, 'desk.open'), href: `/customers/${people.accountId}` }}
      >
        <Facts
          rows={[
            { term: say(reader, 'desk.customer'), value: people.account },
            ...(people.plan ? [{ term: say(reader, 'desk.plan'), value: people.plan }] : []),
            { term: say(reader, 'details.urgency'), value: say(reader, `urgency.${ticket.urgency}`) },
            { term: say(reader, 'details.opened'), value: <Time reader={reader} date={ticket.createdAt} /> },
          ]}
        />
      </Section>
      <Own {...props} />
      <SharedWith {...props} account={people.accountShort} />
      {props.panels}
      {others.length > 0 && (
        <Section id="others" title={say(reader, 'desk.other')}>
          <ul class="stack close">
            {others.map((other) => (
              <li class="cluster fixed">
                <Icon name={isFinished(other.status as Status) ? 'check' : 'message-circle'} size="small" />
                <a class="clip to-touch" href={`/inbox/${other.number}?view=all`}>
                  {other.subject}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** What the business itself wants to know of a ticket. */
function Own({ ctx: { reader, actor }, ticket, own }: AsideProps) {
  if (own.fields.length === 0) return null;
  const more = mayWriteValues(actor)
    ? { label: say(reader, 'desk.change'), href: `/inbox/${ticket.number}/fields` }
    : undefined;
  return (
    <Section id="own" title={say(reader, 'desk.own')} more={more}>
      <FieldFacts reader={reader} fields={own.fields} values={own.values} subjectId={ticket.id} asker={actor} />
    </Section>
  );
}

/** Its status and order; who has it is said and chosen at the head. */
function Handling({ ctx: { reader, actor }, guard, ticket, overtaken }: AsideProps) {
  const fresh = () => ({ ...guard, once: crypto.randomUUID(), kept: false });
  return (
    <Section id="handling" title={say(reader, 'desk.triage')}>
      {ticket.assigneeId !== actor.personId && (
        <form method="post" action={`/inbox/${ticket.number}/assignment`}>
          <Guard guard={fresh()} />
          <input type="hidden" name="assignee" value={actor.personId} />
          <Button type="submit" size="small" icon="user" data-hotkey="a">
            {say(reader, 'desk.takeIt')}
          </Button>
        </form>
      )}
      {overtaken && (
        <Notice id="overtaken" tone="warn" icon="users" role="alert" tabindex={-1}>
          {say(reader, 'desk.overtaken', {
            status: say(reader, `status.${ticket.status}`),
            priority: say(reader, `priority.${ticket.priority}`),
          })}
        </Notice>
      )}
      <form method="post" action={`/inbox/${ticket.number}/triage`} class="stack snug" data-goes-on="">
        <Guard guard={fresh()} />
        <input type="hidden" name="was_status" value={ticket.status} />
        <input type="hidden" name="was_priority" value={ticket.priority} />
        <SelectField
          id="status"
          name="status"
          label={say(reader, 'desk.status')}
          value={ticket.status}
          data-hotkey="s"
          options={statuses.map((value) => ({ value, label: say(reader, `status.${value}`) }))}
        />
        <SelectField
          id="priority"
          name="priority"
          label={say(reader, 'desk.priority')}
          value={ticket.priority}
          data-hotkey="p"
          options={priorities.map((value) => ({ value, label: say(reader, `priority.${value}`) }))}
        />
        <Button type="submit" size="small">
          {say(reader, 'desk.save')}
        </Button>
      </form>
    </Section>
  );
}
