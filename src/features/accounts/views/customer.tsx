import { type Field, FieldFacts, mayWriteValues, type Value } from '#features/fields/index.ts';
import { type Hold, HoldNotice } from '#features/privacy/index.ts';
import { MemberOf, type Membership } from '#features/segments/index.ts';
import { ReadersLink, type Rule, ruleInWords, type ToAsk, WhomToAsk } from '#features/visibility/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { formatDate, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { sendsMail } from '#platform/mail/reach.ts';
import { may } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { Menu } from '#platform/ui/overlay.tsx';
import { Columns, Page, PageHead, Pagination, Section, Tabs } from '#platform/ui/page.tsx';
import { PhoneLink } from '#platform/ui/people.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Stats } from '#platform/ui/table.tsx';
import type { Account, AccountContact } from '../account.ts';
import type { Activity } from '../activity.ts';
import type { SignedUp } from '../alike.ts';
import { say } from '../messages.ts';
import type { RoomTab } from '../rooms.ts';
import type { TeamMember } from '../team.ts';
import type { Turns } from '../turns.ts';
import { ActivityList } from './activity-list.tsx';
import { Contacts } from './contacts.tsx';
import { InDoubt, PutAway } from './customer-notices.tsx';
import { type OpenTicket, OpenTickets } from './open-tickets.tsx';
import { TeamList } from './team-list.tsx';

export interface CustomerProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: Account;
  /** The first of them. */
  contacts: AccountContact[];
  people: { all: number; present: number; joined: number };
  toAsk: ToAsk[];
  team: TeamMember[];
  tickets: OpenTicket[];
  turns: Turns;
  activity: Activity;
  rooms: RoomTab[];
  fields: Field[];
  values: Map<string, Value>;
  mayInvite: boolean;
  mayManage: boolean;
  mayMerge: boolean;
  mayHold: boolean;
  holds: Hold[];
  signedUp: SignedUp | null;
  memberships: Membership[];
  /** What holds between colleagues there. */
  rule: Rule;
}

export function Customer(props: CustomerProps) {
  const { ctx, account, tickets, activity } = props;
  const { reader } = ctx;
  const address = `/customers/${account.id}`;
  return (
    <Page width="wide">
      <Head {...props} />
      <PutAway {...props} />
      <InDoubt {...props} />
      <HoldNotice ctx={ctx} holds={props.holds} />
      <Figures {...props} />
      <Rooms {...props} />
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

function Rooms({ ctx: { reader }, account, rooms }: CustomerProps) {
  const overview = { label: say(reader, 'tab.overview'), href: `/customers/${account.id}`, current: true };
  const others = rooms.map(({ label, href, count }) => ({
    label,
    href,
    count: count ? formatNumber(reader, count) : undefined,
  }));
  return <Tabs label={say(reader, 'tabs')} items={[overview, ...others]} />;
}

/** What is done seldom stands behind one button. */
function More({ ctx: { reader, actor }, account, mayInvite, mayManage, mayMerge, mayHold }: CustomerProps) {
  const open = !account.archivedAt;
  const maySee = may(actor, 'customers.view_as') && open;
  if (!(mayInvite || mayHold || maySee)) return null;
  const address = `/customers/${account.id}`;
  const many = `/customers/invitations/new?account=${account.id}`;
  return (
    <>
      <Button icon="ellipsis" popovertarget="account-more">
        {say(reader, 'more')}
      </Button>
      <Menu
        id="account-more"
        label={say(reader, 'more')}
        items={[
          maySee && { label: say(reader, 'seeAs'), icon: 'eye' as const, href: `${address}/view` },
          mayInvite && open && { label: say(reader, 'invite.many'), icon: 'users' as const, href: many },
          mayManage && open && { label: say(reader, 'edit'), icon: 'pen-line' as const, href: `${address}/details` },
          mayMerge && open && { label: say(reader, 'merge'), icon: 'link' as const, href: `${address}/merging` },
          mayManage && open && { label: say(reader, 'archive'), icon: 'archive' as const, href: `${address}/archival` },
          mayHold && { label: say(reader, 'hold'), icon: 'lock' as const, href: `${address}/holds` },
        ].filter((item) => item !== false)}
      />
    </>
  );
}

function Head(props: CustomerProps) {
  const { account, people, team, mayInvite } = props;
  const { reader } = props.ctx;
  const [lead] = team;
  const facts = [...(account.place ? [account.place] : []), inPortal(reader, account, people)];
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
      <More {...props} />
      {mayInvite && !account.archivedAt && (
        <Button variant="primary" icon="user-plus" href={`/customers/${account.id}/contacts/new`}>
          {say(reader, 'invite')}
        </Button>
      )}
    </PageHead>
  );
}

/** A customer that was put away has people, and nobody who might still come. */
const inPortal = (reader: Reader, { archivedAt }: Account, { all, joined }: CustomerProps['people']): string =>
  archivedAt ? say(reader, 'lede.people.kept', { n: all }) : say(reader, 'lede.people', { n: joined });

function Figures({ ctx: { reader }, account, people: { all, present, joined }, turns }: CustomerProps) {
  return (
    <Stats
      items={[
        { label: say(reader, 'stat.ours'), value: formatNumber(reader, turns.ours) },
        { label: say(reader, 'stat.theirs', { name: account.shortName }), value: formatNumber(reader, turns.theirs) },
        {
          label: say(reader, 'stat.people'),
          value: say(reader, 'stat.people.value', { joined, all: account.archivedAt ? all : present }),
        },
        { label: say(reader, 'stat.active'), value: <Time reader={reader} date={account.activeAt} /> },
      ]}
    />
  );
}

/** What is noted of the company, each fact that is there. */
function Known({ ctx: { reader }, account, signedUp }: CustomerProps) {
  const { place, phone, website, reference } = account;
  const rows = [
    ...(reference ? [{ term: say(reader, 'fact.reference'), value: <span class="mono">{reference}</span> }] : []),
    ...(place ? [{ term: say(reader, 'fact.place'), value: place }] : []),
    ...(phone ? [{ term: say(reader, 'fact.phone'), value: <PhoneLink number={phone} /> }] : []),
    ...(signedUp
      ? [{ term: say(reader, 'fact.signUp'), value: signedUp.email ?? say(reader, 'fact.signUp.gone') }]
      : []),
    ...(website ? [{ term: say(reader, 'fact.website'), value: <SiteLink address={website} /> }] : []),
  ];
  return rows.length > 0 ? <Facts rows={rows} /> : <p class="meta">{say(reader, 'facts.none')}</p>;
}

/** What the business itself wants to know of its customers. */
function Own({ ctx: { reader, actor }, account, fields, values }: CustomerProps) {
  if (fields.length === 0) return null;
  const more =
    mayWriteValues(actor) && !account.archivedAt
      ? { label: say(reader, 'team.change'), href: `/customers/${account.id}/fields` }
      : undefined;
  return (
    <Section id="own" title={say(reader, 'facts.own')} more={more}>
      <FieldFacts reader={reader} fields={fields} values={values} subjectId={account.id} asker={actor} />
    </Section>
  );
}

/** A web address, without what nobody says of it. */
function SiteLink({ address }: { address: string }) {
  return (
    <a class="link" href={address} rel="noopener noreferrer nofollow" target="_blank">
      {address.replace(/^https?:\/\/(www\.)?/, '')}
    </a>
  );
}

function Aside(props: CustomerProps) {
  const { ctx, guard, account, contacts, people, team, mayManage } = props;
  const { reader } = ctx;
  const mayInvite = props.mayInvite && !account.archivedAt;
  const change = (path: string, label: string) =>
    mayManage && !account.archivedAt ? { label, href: `/customers/${account.id}/${path}` } : undefined;
  const invite = mayInvite
    ? { label: say(reader, 'invite.short'), href: `/customers/${account.id}/contacts/new` }
    : undefined;
  const toAsk = props.toAsk.map((one) => ({ ...one, href: `/customers/${account.id}/contacts/${one.id}` }));
  return (
    <>
      <Section
        id="contacts"
        title={say(reader, 'contacts')}
        count={people.all ? formatNumber(reader, people.all) : undefined}
        more={invite}
      >
        <Contacts
          reader={reader}
          guard={guard}
          accountId={account.id}
          contacts={contacts}
          mayInvite={mayInvite}
          mails={sendsMail(ctx.platform.config)}
        />
        {people.all > contacts.length && (
          <p>
            <a class="link" href={`/customers/${account.id}/contacts`}>
              {say(reader, 'people.all', { n: people.all })}
            </a>
          </p>
        )}
      </Section>
      <Section id="whom" title={say(reader, 'whom')}>
        <WhomToAsk reader={reader} people={toAsk} />
      </Section>
      <Section id="team" title={say(reader, 'team')} more={change('team', say(reader, 'team.change'))}>
        <TeamList team={team} empty={say(reader, 'team.empty')} />
      </Section>
      <Section id="facts" title={say(reader, 'facts')} more={change('details', say(reader, 'team.change'))}>
        <Known {...props} />
      </Section>
      <Section
        id="visibility"
        title={say(reader, 'visibility')}
        more={change('visibility', say(reader, 'team.change'))}
      >
        <p>{ruleInWords(reader, props.rule)}</p>
        <ReadersLink reader={reader} actor={ctx.actor} kind="account" id={account.id} />
      </Section>
      <Own {...props} />
      <Section
        id="segments"
        title={say(reader, 'segments')}
        more={{ label: say(reader, 'segments.all'), href: '/customers/segments' }}
      >
        <MemberOf reader={reader} memberships={props.memberships} />
      </Section>
    </>
  );
}
