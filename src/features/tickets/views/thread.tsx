import type { Ctx } from '#platform/http/context.ts';
import { formatBytes } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { servedAs } from '#platform/storage/serving.ts';
import { filledEach, gapFor, still } from '#platform/ui/frozen.ts';
import { Attachment, Attachments, Message, ThreadEvent, Writing } from '#platform/ui/message.tsx';
import { say } from '../messages.ts';
import { BEFORE, type Entry, newestFor, type ThreadFile, type Thread as ThreadParts, type Written } from '../thread.ts';
import type { Priority, Status } from '../ticket.ts';

interface ThreadProps {
  ctx: Ctx;
  thread: ThreadParts;
  /** The page's own address, to which the place in the thread is added. */
  address: string;
  /** Where its files are, for a reader who has them elsewhere than everybody who signs in. */
  filesAt?: string | undefined;
}

/** Who reads, as far as they are one of the people of the thread. */
const personIn = ({ actor }: Ctx): string | null => ('personId' in actor ? actor.personId : null);

/** What was said and what happened, oldest first. Each entry keeps its id, so a refresh changes only what is new. */
export function Thread({ ctx, thread, address, filesAt }: ThreadProps) {
  const { opening, earlier, entries, later } = thread;
  const newest = later > 0 ? undefined : newestFor(ctx.actor.kind === 'member' ? 'team' : 'customer', entries);
  return (
    <>
      <div class="stack loose" id="thread" data-newest={later > 0 ? undefined : newsOf(ctx, entries)}>
        {opening && opening.kind !== 'event' && <Said ctx={ctx} entry={opening} filesAt={filesAt} />}
        {earlier && <Earlier ctx={ctx} earlier={earlier} address={address} />}
        {entries.map((entry) =>
          entry.kind === 'event' ? (
            <Happening ctx={ctx} entry={entry} />
          ) : (
            <Said ctx={ctx} entry={entry} newest={entry === newest} filesAt={filesAt} />
          ),
        )}
        {later > 0 && (
          <p class="thread-gap">
            <a class="button small" href={`${address}#newest`}>
              {say(ctx.reader, 'thread.later', { n: later })}
            </a>
          </p>
        )}
      </div>
      <p class="visually-hidden" role="status" id="arrived" />
    </>
  );
}

/** What a screen reader is told when the last message has come by itself; nothing of one's own. */
function newsOf(ctx: Ctx, entries: Entry[]): string | undefined {
  const last = entries.findLast((entry) => entry.kind !== 'event');
  if (!last || last.authorId === personIn(ctx)) return;
  return say(ctx.reader, last.kind === 'note' ? 'thread.arrived.note' : 'thread.arrived', { name: last.author });
}

/** The link leads to the message above which the earlier ones appear, so the reader stays where they were. */
function Earlier(props: { ctx: Ctx; earlier: { count: number; at: Written }; address: string }) {
  const { ctx, earlier, address } = props;
  const { count, at } = earlier;
  const rest = count - Math.min(count, BEFORE);
  return (
    <p class="thread-gap">
      <a class="button small" href={`${address}${address.includes('?') ? '&' : '?'}from=${at.id}#${at.kind}-${at.id}`}>
        {say(ctx.reader, 'thread.earlier', { n: count - rest })}
      </a>
      {rest > 0 && <span class="meta">{say(ctx.reader, 'thread.earlier.rest', { n: rest })}</span>}
    </p>
  );
}

function Said(props: { ctx: Ctx; entry: Written; newest?: boolean; filesAt?: string | undefined }) {
  const { ctx, entry, newest, filesAt = '/files' } = props;
  const { reader, actor } = ctx;
  const mine = entry.authorId === personIn(ctx);
  const signedIn = actor.kind === 'contact' || actor.kind === 'member';
  const still = StillSaid({
    id: `${entry.kind}-${entry.id}`,
    anchor: newest ? 'newest' : undefined,
    author: entry.author,
    photo: signedIn ? entry.authorPhoto : null,
    shownAs: mine && actor.kind === 'contact' ? say(reader, 'thread.you') : undefined,
    title: entry.fromTeam && actor.kind !== 'member' ? entry.authorTitle : '',
    channel: !entry.fromTeam && actor.kind === 'member' ? say(reader, 'thread.portal') : undefined,
    note: entry.kind === 'note' ? say(reader, 'desk.noteOnly') : undefined,
  });
  return filledEach(still, {
    time: Time({ reader, date: entry.at, style: 'within' }),
    text: <Writing html={entry.html} />,
    files: entry.files.length > 0 && <Files ctx={ctx} files={entry.files} at={filesAt} />,
  });
}

interface StillSaidProps {
  id: string;
  anchor: string | undefined;
  author: string;
  photo: string | null | undefined;
  shownAs: string | undefined;
  title: string | null | undefined;
  channel: string | undefined;
  note: string | undefined;
}

const StillSaid = still<StillSaidProps>(({ title, channel, ...props }) => (
  <Message
    {...props}
    meta={
      <>
        {title && <>{title} · </>}
        {gapFor('time')}
        {channel && <> · {channel}</>}
      </>
    }
    after={gapFor('files')}
  >
    {gapFor('text')}
  </Message>
));

/** A larger one is a download: nobody wants to wait for it while they read. */
const LARGEST_PICTURE = 5_000_000;

function Files({ ctx: { reader }, files, at }: { ctx: Ctx; files: ThreadFile[]; at: string }) {
  return (
    <Attachments>
      {files.map((file) => (
        <Attachment
          href={`${at}/${file.id}/${encodeURIComponent(file.name)}`}
          name={file.name}
          type={file.type}
          picture={file.bytes <= LARGEST_PICTURE && servedAs(file.type).disposition === 'inline'}
          size={formatBytes(reader, file.bytes)}
        />
      ))}
    </Attachments>
  );
}

function Happening({ ctx, entry }: { ctx: Ctx; entry: Extract<Entry, { kind: 'event' }> }) {
  const { reader } = ctx;
  const words = sentence(ctx, entry);
  if (!words) return null;
  return (
    <ThreadEvent icon={entry.event === 'ticket.solved' ? 'check' : 'info'}>
      {words} · <Time reader={reader} date={entry.at} style="within" />
    </ThreadEvent>
  );
}

function sentence(
  ctx: Ctx,
  { event, data, actor: name, actorId, whom }: Extract<Entry, { kind: 'event' }>,
): string | null {
  const { reader } = ctx;
  const self = personIn(ctx);
  const by = { name, who: self !== null && actorId === self ? 'you' : 'other' };
  if (event === 'ticket.solved') return say(reader, data.closed ? 'happened.closed' : 'happened.solved', by);
  if (event === 'ticket.reopened') return say(reader, 'happened.reopened', by);
  if (event === 'ticket.narrowed') return say(reader, 'happened.narrowed', by);
  if (event === 'ticket.widened') return say(reader, 'happened.widened', by);
  if (event === 'ticket.person_added' || event === 'ticket.person_removed') {
    const key = event === 'ticket.person_added' ? 'happened.named' : 'happened.takenOff';
    const left = whom !== null && whom.id === actorId;
    if (left) return say(reader, 'happened.left', by);
    return say(reader, key, { ...by, person: whom?.name ?? '…', whom: whom && whom.id === self ? 'you' : 'other' });
  }
  if (event === 'ticket.assigned') {
    if (data.assignee === null) return say(reader, 'happened.unassigned', by);
    if (data.assignee === actorId) return say(reader, 'happened.taken', by);
    return say(reader, 'happened.assigned', {
      ...by,
      assignee: whom?.name ?? '…',
      whom: data.assignee === self ? 'you' : 'other',
    });
  }
  if (event === 'ticket.triaged' && data.status !== data.before) {
    return say(reader, 'happened.status', { ...by, status: say(reader, `status.${data.status as Status}`) });
  }
  if (event === 'ticket.triaged') {
    return say(reader, 'happened.priority', { ...by, priority: say(reader, `priority.${data.priority as Priority}`) });
  }
  return null;
}
