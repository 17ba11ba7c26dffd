import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Columns, Page, PageHead, Pagination, Section } from '#platform/ui/page.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Stats } from '#platform/ui/table.tsx';
import type { Account, AccountContact } from '../account.ts';
import type { Activity } from '../activity.ts';
import { say } from '../messages.ts';
import type { TeamMember } from '../team.ts';
import type { Turns } from '../turns.ts';
import { ActivityList } from './activity-list.tsx';
import { Contacts } from './contacts.tsx';
import { type OpenTicket, OpenTickets } from './open-tickets.tsx';
import { TeamList } from './team-list.tsx';

export interface CustomerProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: Account;
  contacts: AccountContact[];
  team: TeamMember[];
  tickets: OpenTicket[];
  turns: Turns;
  activity: Activity;
  mayInvite: boolean;
}

export function Customer(props: CustomerProps) {
  const { ctx, account, tickets, activity } = props;
  const { reader } = ctx;
  const address = `/customers/${account.id}`;
  return (
    <Page width="wide">
      <Head {...props} />
      <Figures {...props} />
      <Columns broad asideLabel={say(reader, 'details')} aside={<Aside {...props} />}>
        <Section
          id="turns"
          title={say(reader, 'turns')}
          more={{ label: say(reader, 'turns.all'), href: `/inbox?view=all&account=${account.id}` }}
        >
          <OpenTickets reader={reader} account={account} tickets={tickets} />
        </Section>
        <Section id="activity" title={say(reader, 'activity')}>
          {activity.happenings.length > 0 ? (
            <ActivityList ctx={ctx} happenings={activity.happenings} />
          ) : (
            <p class="meta">{say(reader, 'activity.empty', { name: account.shortName })}</p>
          )}
          <Pagination
            label={say(reader, 'activity')}
            newer={{
              label: say(reader, 'activity.newer'),
              href: activity.newer && `${address}?after=${activity.newer}#activity`,
            }}
            older={{
              label: say(reader, 'activity.older'),
              href: activity.older && `${address}?before=${activity.older}#activity`,
            }}
          />
        </Section>
      </Columns>
    </Page>
  );
}

function Head({ ctx: { reader }, account, contacts, team, mayInvite }: CustomerProps) {
  const [lead] = team;
  const joined = contacts.filter((contact) => contact.standing === 'active').length;
  const facts = [say(reader, 'lede.people', { n: joined })];
  if (lead) facts.push(say(reader, 'lede.lead', { name: lead.name }));
  return (
    <PageHead
      before={
        <>
          {account.plan && <Badge>{account.plan}</Badge>}
          <span class="meta">{say(reader, 'since', { date: formatDate(reader, account.createdAt) })}</span>
        </>
      }
      title={account.name}
      lede={facts.join(' · ')}
    >
      {mayInvite && (
        <Button variant="primary" icon="user-plus" href={`/customers/${account.id}/contacts/new`}>
          {say(reader, 'invite')}
        </Button>
      )}
    </PageHead>
  );
}

function Figures({ ctx: { reader }, account, contacts, turns }: CustomerProps) {
  const present = contacts.filter((contact) => contact.standing !== 'disabled');
  const joined = present.filter((contact) => contact.standing === 'active').length;
  return (
    <Stats
      items={[
        { label: say(reader, 'stat.ours'), value: turns.ours },
        { label: say(reader, 'stat.theirs', { name: account.shortName }), value: turns.theirs },
        {
          label: say(reader, 'stat.people'),
          value: say(reader, 'stat.people.value', { joined, all: present.length }),
        },
        { label: say(reader, 'stat.active'), value: <Time reader={reader} date={account.activeAt} /> },
      ]}
    />
  );
}

function Aside({ ctx, guard, account, contacts, team, mayInvite }: CustomerProps) {
  const { reader } = ctx;
  const invite = mayInvite
    ? { label: say(reader, 'invite.short'), href: `/customers/${account.id}/contacts/new` }
    : undefined;
  return (
    <>
      <Section id="contacts" title={say(reader, 'contacts')} count={contacts.length || undefined} more={invite}>
        <Contacts
          reader={reader}
          guard={guard}
          accountId={account.id}
          contacts={contacts}
          mayInvite={mayInvite}
          mails={sendsMail(ctx.platform.config)}
        />
      </Section>
      <Section id="team" title={say(reader, 'team')}>
        <TeamList team={team} empty={say(reader, 'team.empty')} />
      </Section>
    </>
  );
}
