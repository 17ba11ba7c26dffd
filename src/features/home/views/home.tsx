import { type Activity, ActivityList, TeamList, type TeamMember, type Turns } from '#features/accounts/index.ts';
import { mayOpen } from '#features/tickets/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { formatNumber } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { hourFor, partOfDay } from '../greeting.ts';
import { say } from '../messages.ts';
import type { Need } from '../needs.ts';
import { NeedQueue } from './need-queue.tsx';
import { type OpenTicket, OpenTickets } from './open-tickets.tsx';

export interface HomeProps {
  ctx: CtxOf<Contact>;
  needs: Need[];
  /** Shows more than the first five of them. */
  all: boolean;
  /** What waits for others of the same customer. */
  theirs: OpenTicket[];
  turns: Turns;
  tickets: OpenTicket[];
  team: TeamMember[];
  activity: Activity;
}

export function Home(props: HomeProps) {
  const { ctx, needs, all, theirs, turns, tickets } = props;
  const { reader, actor } = ctx;
  const hello = say(reader, `hello.${partOfDay(hourFor(reader))}`, { name: firstNameOf(actor.name) });
  return (
    <Page welcome>
      <PageHead title={hello} lede={summary(props)}>
        {mayOpen(actor) && (
          <Button icon="plus" href="/support/new">
            {say(reader, 'new')}
          </Button>
        )}
      </PageHead>
      <Columns asideLabel={say(reader, 'aside')} aside={<Aside {...props} />}>
        <NeedQueue reader={reader} needs={needs} all={all} />
        {theirs.length > 0 && (
          <Section
            id="theirs"
            title={say(reader, 'theirs', { account: actor.accountShortName })}
            more={{ label: say(reader, 'open.all'), href: '/support' }}
          >
            <OpenTickets ctx={ctx} tickets={theirs} />
          </Section>
        )}
        {tickets.length > 0 && (
          <Section
            id="open"
            title={say(reader, 'open')}
            count={formatNumber(reader, turns.open - turns.theirs)}
            more={{ label: say(reader, 'open.all'), href: '/support' }}
          >
            <OpenTickets ctx={ctx} tickets={tickets} />
          </Section>
        )}
      </Columns>
    </Page>
  );
}

/** What the page says, in one or two sentences. */
function summary({ ctx: { reader, actor }, needs, turns }: HomeProps): string {
  const asked = say(reader, 'summary.needs', { n: needs.length });
  const withUs = turns.open - turns.theirs;
  if (needs.length > 0) return `${asked} ${say(reader, 'summary.else', { n: withUs })}`;
  return withUs > 0
    ? `${asked} ${say(reader, 'summary.working', { n: withUs, account: actor.accountShortName })}`
    : asked;
}

function Aside({ ctx, team, activity }: HomeProps) {
  const { reader } = ctx;
  return (
    <>
      <Section id="team" title={say(reader, 'team')}>
        <TeamList team={team} empty={say(reader, 'team.empty')} />
      </Section>
      {activity.happenings.length > 0 && hasRoom(ctx.actor, 'activity') && (
        <Section
          id="activity"
          title={say(reader, 'activity')}
          more={{ label: say(reader, 'activity.all'), href: '/activity' }}
        >
          <ActivityList ctx={ctx} happenings={activity.happenings} />
        </Section>
      )}
    </>
  );
}
