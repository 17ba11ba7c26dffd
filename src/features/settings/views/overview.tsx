import { sentenceOf } from '#platform/events/kinds.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import type { IconName } from '#platform/ui/icons.ts';
import { Page, Section } from '#platform/ui/page.tsx';
import { Facts, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { Moment, Timeline } from '#platform/ui/timeline.tsx';
import type { Change } from '../changes.ts';
import { say } from '../messages.ts';
import type { Fact, Look } from '../sections.ts';

interface OverviewProps {
  ctx: Ctx;
  looks: Look[];
  facts: Fact[];
  changes: Change[];
  /** The icon of the section a kind of event belongs to. */
  iconOf: (kind: string) => IconName;
}

/** What somebody wants to know before they change anything. */
export function Overview({ ctx, looks, facts, changes, iconOf }: OverviewProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      {looks.length > 0 && <Looks title={say(reader, 'looks')} looks={looks} />}
      <Section id="glance" title={say(reader, 'glance')}>
        <Facts near rows={facts} />
      </Section>
      <Section id="lately" title={say(reader, 'lately')}>
        {changes.length === 0 && <p class="meta">{say(reader, 'lately.none')}</p>}
        <Timeline>
          {changes.map((change) => (
            <Changed ctx={ctx} change={change} icon={iconOf(change.kind)} />
          ))}
        </Timeline>
      </Section>
    </Page>
  );
}

function Looks({ title, looks }: { title: string; looks: Look[] }) {
  return (
    <Section id="looks" title={title}>
      <div class="card flush">
        <Rows>
          {looks.map((look) => (
            <Row
              id={look.key}
              lead={<Tile icon={look.icon} tone={look.tone} />}
              title={look.title}
              meta={look.note}
              end={
                <Button size="small" href={look.action.href}>
                  {look.action.label}
                </Button>
              }
            />
          ))}
        </Rows>
      </div>
    </Section>
  );
}

function Changed({ ctx, change, icon }: { ctx: Ctx; change: Change; icon: IconName }) {
  const { reader, actor, workspace } = ctx;
  const own = actor.kind === 'member' && actor.personId === change.actorPersonId;
  const sentence = sentenceOf(reader, change, { who: own ? 'you' : 'other', whom: null });
  if (!sentence) return null;
  const who = own
    ? say(reader, 'you')
    : (change.actorName ?? (change.actorKind === 'system' ? workspace.shortName : say(reader, 'somebody')));
  return (
    <Moment icon={icon} when={<Time reader={reader} date={change.createdAt} style="within" />}>
      <b>{who}</b> {sentence}
    </Moment>
  );
}
