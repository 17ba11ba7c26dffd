import type { RecordedEvent, Told } from '#platform/events/define.ts';
import { sentenceOf } from '#platform/events/kinds.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import type { Tone } from '#platform/ui/attributes.ts';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import type { IconName } from '#platform/ui/icons.ts';
import { Moment, Timeline } from '#platform/ui/timeline.tsx';
import type { Happening } from '../activity.ts';
import { say } from '../messages.ts';

interface Look {
  icon: IconName;
  tone?: Tone;
}

/** What a moment looks like by what was done, the last word of its kind: `ticket.replied` was a reply. A whole kind comes before. */
const looks: Record<string, Look> = {
  added: { icon: 'plus' },
  opened: { icon: 'ticket', tone: 'tinted' },
  opened_quietly: { icon: 'eye' },
  'view.opened': { icon: 'eye' },
  replied: { icon: 'message-circle' },
  solved: { icon: 'check', tone: 'ok' },
  reopened: { icon: 'rotate-cw', tone: 'warn' },
  note_added: { icon: 'lock' },
  assigned: { icon: 'user' },
  triaged: { icon: 'settings-2' },
  sent: { icon: 'mail' },
  accepted: { icon: 'user-plus', tone: 'ok' },
  changed: { icon: 'user' },
  disabled: { icon: 'lock', tone: 'warn' },
  enabled: { icon: 'check', tone: 'ok' },
  moved: { icon: 'arrow-up-right' },
  archived: { icon: 'archive', tone: 'warn' },
  restored: { icon: 'rotate-cw', tone: 'ok' },
  merged: { icon: 'link' },
  team_changed: { icon: 'users' },
  data_downloaded: { icon: 'download' },
};

const lookOf = ({ kind }: RecordedEvent): Look =>
  looks[kind] ?? looks[kind.split('.').at(-1) ?? ''] ?? { icon: 'circle-check' };

/** What happened, a sentence each. One whose kind nobody knows any more is left out. */
export function ActivityList({ ctx, happenings }: { ctx: Ctx; happenings: Happening[] }) {
  const { reader } = ctx;
  return (
    <Timeline>
      {happenings.map((event) => {
        const sentence = sentenceOf(reader, event, toldTo(ctx, event));
        if (!sentence) return null;
        const moment = StillMoment({
          ...lookOf(event),
          actor: actorOf(ctx, event),
          sentence,
          about: aboutOf(ctx, event),
        });
        return filled(moment, Time({ reader, date: event.createdAt, style: 'within' }));
      })}
    </Timeline>
  );
}

interface StillMomentProps extends Look {
  actor: string;
  sentence: string;
  about: { href: string; subject: string } | null;
}

/** What happened once stays as it is; the gap is for how long ago that was. */
const StillMoment = still<StillMomentProps>(({ icon, tone, actor, sentence, about }) => (
  <Moment icon={icon} tone={tone} when={gap}>
    <b>{actor}</b> {sentence}
    {about && (
      <>
        {': '}
        <a class="link" href={about.href}>
          {about.subject}
        </a>
      </>
    )}
  </Moment>
));

/** What it was about, as a link to it: on this side's own page. */
function aboutOf(ctx: Ctx, { ticket }: Happening): StillMomentProps['about'] {
  if (!ticket) return null;
  const room = ctx.actor.kind === 'contact' ? 'support' : 'inbox';
  return { href: `/${room}/${ticket.number}`, subject: ticket.subject };
}

const isReader = ({ actor }: Ctx, personId: string | null): boolean =>
  (actor.kind === 'contact' || actor.kind === 'member') && actor.personId === personId;

const toldTo = (ctx: Ctx, { actorPersonId, whom, called }: Happening): Told => ({
  who: isReader(ctx, actorPersonId) ? 'you' : 'other',
  whom: whom && { name: whom.name, you: isReader(ctx, whom.id) },
  called: (label) => called?.get(label),
});

function actorOf(ctx: Ctx, event: Happening): string {
  const { reader, workspace } = ctx;
  if (isReader(ctx, event.actorPersonId)) return say(reader, 'you');
  if (event.actorName) return event.actorName;
  return event.actorKind === 'system' ? workspace.shortName : say(reader, 'somebody');
}
