import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import type { Writers } from '#platform/live/writers.ts';
import { Button } from '#platform/ui/button.tsx';
import { Composer } from '#platform/ui/composer.tsx';
import { Select } from '#platform/ui/field.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { PresenceLine } from '#platform/ui/message.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Menu } from '#platform/ui/overlay.tsx';
import { DetailHead, DetailPane } from '#platform/ui/panes.tsx';
import type { StoredFile } from '#platform/ui/upload.tsx';
import { mayNote, mayReply, mayTriage } from '../access.ts';
import { answeringTools } from '../answering.ts';
import { type Assignable, reaches } from '../assign.ts';
import type { OwnFields } from '../contents.ts';
import type { Panels } from '../desk-panels.ts';
import { say } from '../messages.ts';
import type { Sharing } from '../sharing.ts';
import type { Thread as ThreadParts, TicketPeople } from '../thread.ts';
import { isFinished, outcomes, type Ticket } from '../ticket.ts';
import { PriorityBadge, Ref, TurnOf } from './badges.tsx';
import { DeskAside } from './desk-aside.tsx';
import { Kept } from './kept.tsx';
import { Thread } from './thread.tsx';
import { uploadProps } from './upload-words.ts';

export interface DeskProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  /** The page's own address with the list's filters, to come back to. */
  address: string;
  ticket: Ticket;
  thread: ThreadParts;
  people: TicketPeople;
  own: OwnFields;
  sharing: Sharing;
  others: { number: number; subject: string; status: string }[];
  /** What other features show over the answer and beside it. */
  panels: Panels;
  members: Assignable[];
  /** From a page that they went to while writing: nothing was interrupted. */
  cameBack: boolean;
  writing: Writers;
  mode: 'reply' | 'note';
  value?: string | undefined;
  /** How it was written: by the editor (`html`), or as it stands. */
  format?: string | undefined;
  outcome?: string | undefined;
  error?: string | undefined;
  files?: StoredFile[] | undefined;
  /** Who answered while this was being written. */
  collision?: string | undefined;
  /** Its status or priority changed since the form that came back was made. */
  overtaken?: boolean | undefined;
}

/** The right side of the inbox: one ticket, everything about it, and what to do next. */
export function Desk(props: DeskProps) {
  const { ctx, ticket, thread, people, writing, collision } = props;
  const { reader } = ctx;
  return (
    <DetailPane
      id="desk"
      head={<Head {...props} />}
      asideLabel={say(reader, 'desk.customer')}
      aside={<DeskAside {...props} panels={props.panels.beside} />}
    >
      <Thread ctx={ctx} thread={thread} address={props.address} />
      {props.guard.kept && !props.cameBack && <Kept reader={reader} lost={props.guard.lost} />}
      {ticket.status === 'closed' && <Notice icon="lock">{say(reader, 'desk.closed')}</Notice>}
      <div class="answering">
        {props.panels.before}
        <div id="below" />
        <template id="below-words">
          <Button size="small" icon="arrow-down">
            {say(reader, 'desk.below')}
          </Button>
        </template>
        <div id="presence" role="status">
          {writing.names.length > 0 && (
            <PresenceLine lasts={writing.lasts}>
              {say(reader, 'desk.writing', { n: writing.names.length, names: formatList(reader, writing.names) })}
            </PresenceLine>
          )}
        </div>
        {collision && (
          <Notice id="collision" tone="warn" icon="users" role="alert" tabindex={-1} data-keep-with="reply">
            <b>{say(reader, 'desk.collision.title', { name: collision })}</b> {say(reader, 'desk.collision.text')}
          </Notice>
        )}
        <Writing {...props} people={people} />
      </div>
    </DetailPane>
  );
}

function Head({ ctx, guard, ticket, people, members }: DeskProps) {
  const { reader, actor } = ctx;
  const done = isFinished(ticket.status);
  return (
    <DetailHead
      title={ticket.subject}
      before={
        <>
          <TurnOf reader={reader} status={ticket.status} side="team" them={people.accountShort} />
          <PriorityBadge reader={reader} priority={ticket.priority} />
          <Ref number={ticket.number} />
          <Assignee ctx={ctx} guard={guard} ticket={ticket} people={people} members={members} />
        </>
      }
    >
      {mayReply(actor, ticket) && (
        <form method="post" action={`/inbox/${ticket.number}/${done ? 'reopening' : 'closure'}`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
          <Button type="submit" size="small" icon={done ? 'rotate-cw' : 'check'} data-hotkey={done ? undefined : 'e'}>
            {say(reader, done ? 'desk.reopen' : 'desk.solve')}
          </Button>
        </form>
      )}
    </DetailHead>
  );
}

/** Who has it, always in sight, with the names to choose from under it. */
function Assignee(props: Pick<DeskProps, 'ctx' | 'guard' | 'ticket' | 'people' | 'members'>) {
  const { ctx, guard, ticket, people, members } = props;
  const { reader, actor } = ctx;
  const name = people.assignee ? firstNameOf(people.assignee) : say(reader, 'details.nobody');
  if (!mayTriage(actor)) return <span class="meta">{name}</span>;
  const choice = (id: string, label: string) => {
    return { label, form: 'assign', name: 'assignee', value: id, current: (ticket.assigneeId ?? '') === id };
  };
  return (
    <>
      <Button size="small" variant="quiet" icon="user" popovertarget="assignees">
        <span>
          <span class="visually-hidden">{say(reader, 'desk.assignee')} </span>
          {name}
        </span>
        <Icon name="chevron-down" size="small" />
      </Button>
      <form id="assign" method="post" action={`/inbox/${ticket.number}/assignment`} hidden>
        <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      </form>
      <Menu
        id="assignees"
        label={say(reader, 'desk.assignee')}
        items={[
          choice('', say(reader, 'details.nobody')),
          ...members.filter((one) => reaches(one, ticket.accountId)).map((member) => choice(member.id, member.name)),
        ]}
      />
    </>
  );
}

function Writing({
  ctx,
  guard,
  address,
  ticket,
  thread,
  people,
  mode,
  value,
  format,
  // Words to a customer for whom it is solved do not ask them for anything.
  outcome = isFinished(ticket.status) ? 'solve' : 'wait',
  error,
  files,
}: DeskProps) {
  const { reader, actor, platform } = ctx;
  const replying = mode === 'reply';
  if (!replying && !mayNote(actor)) return null;
  const first = firstNameOf(people.requester);
  const join = address.includes('?') ? '&' : '?';
  const modes = [
    ...(mayReply(actor, ticket)
      ? [
          {
            label: say(reader, 'desk.reply', { name: first }),
            href: `${address}#reply`,
            current: replying,
            hotkey: replying ? undefined : 'r',
          },
        ]
      : []),
    {
      label: say(reader, 'desk.note'),
      href: `${address}${join}mode=note#note`,
      current: !replying,
      icon: 'lock' as const,
      hotkey: replying ? 'n' : undefined,
    },
  ];
  const uploads = uploadProps(reader, {
    id: 'desk-files',
    limit: platform.config.uploadLimitBytes,
    csrf: guard.token,
    files,
    choose: say(reader, 'thread.attach'),
  });
  return (
    <Composer
      id={replying ? 'reply' : 'note'}
      kind={replying ? 'reply' : 'note'}
      action={`/inbox/${ticket.number}/${replying ? 'replies' : 'notes'}`}
      hidden={
        <>
          <Guard guard={guard} />
          {thread.lastReply && <input type="hidden" name="_seen" value={thread.lastReply} />}
        </>
      }
      label={say(reader, replying ? 'thread.reply' : 'desk.noteLabel')}
      placeholder={replying ? say(reader, 'thread.replyTo', { name: first }) : say(reader, 'desk.notePlaceholder')}
      value={value}
      format={format}
      error={error}
      modes={{ label: say(reader, 'desk.kind'), items: modes }}
      send={{
        label: say(reader, replying ? 'desk.send' : 'desk.noteSave'),
        icon: replying ? undefined : 'lock',
        keys: '⌘↵',
        and: replying && (
          <Select
            name="outcome"
            aria-label={say(reader, 'desk.then')}
            data-proposed=""
            value={outcome}
            options={outcomes.map((outcome) => ({ value: outcome, label: say(reader, `desk.then.${outcome}`) }))}
          />
        ),
      }}
      restored={say(reader, 'draft.restored')}
      draftKey={`${mode}:${ticket.id}:${actor.identityId}`}
      hotkey={replying ? 'r' : 'n'}
      presenceUrl={replying ? `/inbox/${ticket.number}/presence` : undefined}
      uploads={uploads}
    >
      {replying && answeringTools(ctx, ticket)}
    </Composer>
  );
}
