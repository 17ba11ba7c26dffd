import { type Field, FieldFacts, mayWriteValues, type Value } from '#features/fields/index.ts';
import { mayHelpContacts } from '#features/identity/index.ts';
import { roleName } from '#features/roles/index.ts';
import { flagNames, ReadersLink } from '#features/visibility/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate, formatDateTime } from '#platform/i18n/format.ts';
import { may } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Fold } from '#platform/ui/fold.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Menu } from '#platform/ui/overlay.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar, PhoneLink } from '#platform/ui/people.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import type { Account, AccountContact } from '../account.ts';
import type { Activity } from '../activity.ts';
import { say } from '../messages.ts';
import { ActivityList } from './activity-list.tsx';
import { type OpenTicket, OpenTickets } from './open-tickets.tsx';

interface ContactPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: Account;
  contact: AccountContact;
  asked: OpenTicket[];
  counts: { all: number; open: number };
  activity: Activity;
  fields: Field[];
  values: Map<string, Value>;
  mails: boolean;
  mayManage: boolean;
  mayInvite: boolean;
  /** The directory that took their access away: nobody else gives it back. */
  heldBy: string | null;
}

/** One person at a customer, for the team. */
export function ContactPage(props: ContactPageProps) {
  const { ctx, account, contact, asked, activity } = props;
  const { reader } = ctx;
  const { name } = contact;
  return (
    <Page width="wide">
      <Head {...props} />
      <Standing {...props} />
      <Columns broad asideLabel={say(reader, 'facts')} aside={<Aside {...props} />}>
        <Section id="asked" title={say(reader, 'contact.tickets')}>
          <OpenTickets
            reader={reader}
            account={account}
            tickets={asked}
            empty={say(reader, 'contact.tickets.empty', { name })}
          />
        </Section>
        <Section id="activity" title={say(reader, 'contact.activity', { name })}>
          {activity.happenings.length > 0 ? (
            <ActivityList ctx={ctx} happenings={activity.happenings} />
          ) : (
            <p class="meta">{say(reader, 'contact.activity.empty', { name })}</p>
          )}
        </Section>
      </Columns>
      {props.mayManage && contact.standing !== 'disabled' && <Disabling {...props} />}
    </Page>
  );
}

const addressOf = ({ account, contact }: ContactPageProps) => `/customers/${account.id}/contacts/${contact.id}`;

function Head(props: ContactPageProps) {
  const { account, contact, mayManage } = props;
  const { reader } = props.ctx;
  const address = addressOf(props);
  const privacy =
    may(props.ctx.actor, 'data.export') || may(props.ctx.actor, 'data.erase') ? `/contacts/${contact.id}/privacy` : '';
  return (
    <PageHead
      before={
        <>
          <Avatar name={contact.name} photo={contact.photo} size="large" />
          <StandingBadge {...props} />
        </>
      }
      title={contact.name}
      lede={[contact.title, account.name].filter(Boolean).join(' · ')}
    >
      {may(props.ctx.actor, 'customers.view_as') && contact.standing !== 'disabled' && <SeeAs {...props} />}
      {(contact.forgotten || account.archivedAt) && privacy && (
        <Button icon="lock" href={privacy}>
          {say(reader, 'contact.privacy')}
        </Button>
      )}
      {mayManage && !contact.forgotten && (
        <>
          <Button icon="ellipsis" popovertarget="contact-more">
            {say(reader, 'more')}
          </Button>
          <Menu
            id="contact-more"
            label={say(reader, 'more')}
            items={[
              { label: say(reader, 'contact.move'), icon: 'arrow-up-right', href: `${address}/move` },
              { label: say(reader, 'contact.merge'), icon: 'link', href: `${address}/merging` },
              ...(contact.standing === 'active' && mayHelpContacts(props.ctx.actor)
                ? [
                    {
                      label: say(reader, 'contact.signIn'),
                      icon: 'key-round',
                      href: `/people/${contact.id}/sign-in`,
                    } as const,
                  ]
                : []),
              ...(privacy ? [{ label: say(reader, 'contact.privacy'), icon: 'lock' as const, href: privacy }] : []),
            ]}
          />
          <Button icon="pen-line" href={`${address}/details`}>
            {say(reader, 'edit')}
          </Button>
        </>
      )}
    </PageHead>
  );
}

/** Leads out of the team's pages, so it is loaded whole. */
function SeeAs(props: ContactPageProps) {
  const { name } = props.contact;
  return (
    <form method="post" action={`${addressOf(props)}/view`} data-turbo="false">
      <Guard guard={props.guard} />
      <Button type="submit" icon="eye">
        {say(props.ctx.reader, 'contact.seeAs', { name: firstNameOf(name) })}
      </Button>
    </form>
  );
}

function StandingBadge({ ctx: { reader }, contact }: ContactPageProps) {
  const { standing, invitedAt } = contact;
  const when = standing === 'invited' && invitedAt ? formatDate(reader, invitedAt) : '';
  const tone = standing === 'active' ? 'ok' : standing === 'disabled' ? 'bad' : 'warn';
  return <Badge tone={tone}>{say(reader, `standing.${standing}`, { when })}</Badge>;
}

/** What is to be known of their access, with what may be done about it. */
function Standing(props: ContactPageProps) {
  const { guard, account, contact, mayManage, mayInvite, mails, heldBy } = props;
  const { reader } = props.ctx;
  const address = addressOf(props);
  const form = (path: string, label: string) => (
    <form method="post" action={`${address}/${path}`}>
      <Guard guard={guard} />
      <Button type="submit" size="small">
        {label}
      </Button>
    </form>
  );
  if (contact.forgotten) return <Notice icon="lock">{say(reader, 'contact.notice.forgotten')}</Notice>;
  if (account.archivedAt) {
    const when = { name: account.shortName, date: formatDate(reader, account.archivedAt) };
    return (
      <Notice icon="archive" tone="warn">
        {say(reader, 'archived.notice', when)}
      </Notice>
    );
  }
  if (contact.standing === 'disabled') {
    return (
      <Notice
        icon="lock"
        tone="warn"
        action={mayManage && !heldBy && form('reactivation', say(reader, 'contact.enable'))}
      >
        {heldBy
          ? say(reader, 'contact.notice.held', { name: contact.name, by: heldBy })
          : say(reader, 'contact.notice.disabled', { name: contact.name })}
      </Notice>
    );
  }
  if (contact.standing === 'active') return null;
  const first = contact.standing === 'uninvited';
  const again = say(reader, first ? 'invite.short' : mails ? 'remind' : 'remind.link');
  return (
    <Notice
      icon="mail"
      tone={contact.mail?.state === 'failed' ? 'bad' : undefined}
      action={
        <span class="cluster">
          {mayInvite && form('invitation', again)}
          {mayManage && contact.standing === 'invited' && form('invitation/revocation', say(reader, 'contact.revoke'))}
        </span>
      }
    >
      <MailState {...props} />
    </Notice>
  );
}

function MailState({ ctx: { reader }, contact }: ContactPageProps) {
  const { mail, standing, invitedAt } = contact;
  if (mail?.state === 'failed') return <>{say(reader, 'mail.failed', { why: mail.response ?? '' })}</>;
  if (mail) return <>{say(reader, `mail.${mail.state}`, { why: '' })}</>;
  const when = invitedAt ? formatDate(reader, invitedAt) : '';
  return <>{say(reader, `standing.${standing}`, { when })}</>;
}

function Aside(props: ContactPageProps) {
  const { account, contact, fields, values } = props;
  const { reader, actor } = props.ctx;
  const href = `${addressOf(props)}/fields`;
  const mayWrite = mayWriteValues(actor) && account.archivedAt === null;
  return (
    <>
      <Known {...props} />
      <ReadersLink reader={reader} actor={actor} kind="contact" id={contact.id} />
      {fields.length > 0 && (
        <Section
          id="own"
          title={say(reader, 'facts.own')}
          more={mayWrite ? { label: say(reader, 'team.change'), href } : undefined}
        >
          <FieldFacts reader={reader} fields={fields} values={values} subjectId={contact.id} asker={actor} />
        </Section>
      )}
    </>
  );
}

function Known({ ctx: { reader }, contact, counts }: ContactPageProps) {
  const { email, phone, role, joinedAt, invitedAt, invitedUntil, standing } = contact;
  return (
    <Section id="facts" title={say(reader, 'facts')}>
      <Facts
        rows={[
          ...(contact.forgotten
            ? []
            : [
                {
                  term: say(reader, 'contact.fact.email'),
                  value: (
                    <a class="link" href={`mailto:${email}`}>
                      {email}
                    </a>
                  ),
                },
              ]),
          ...(phone ? [{ term: say(reader, 'contact.fact.phone'), value: <PhoneLink number={phone} /> }] : []),
          {
            term: say(reader, 'contact.fact.role'),
            value: roleName(reader, { side: 'contact', key: role, name: contact.roleName }),
          },
          ...(contact.flags.length > 0
            ? [{ term: say(reader, 'contact.fact.flags'), value: flagNames(reader, contact.flags) }]
            : []),
          ...(invitedAt ? [{ term: say(reader, 'contact.fact.invited'), value: formatDate(reader, invitedAt) }] : []),
          ...(invitedUntil && standing === 'invited'
            ? [{ term: say(reader, 'contact.fact.until'), value: formatDateTime(reader, invitedUntil) }]
            : []),
          ...(joinedAt ? [{ term: say(reader, 'contact.fact.joined'), value: formatDate(reader, joinedAt) }] : []),
          { term: say(reader, 'turns.all'), value: say(reader, 'contact.tickets.count', counts) },
        ]}
      />
    </Section>
  );
}

/** At the end of the page. It opens first and asks, without scripts as well. */
function Disabling(props: ContactPageProps) {
  const { guard, contact } = props;
  const { reader } = props.ctx;
  return (
    <Section id="access" title={say(reader, 'contact.access')}>
      <Fold id="access-end" title={say(reader, 'contact.disable')}>
        <form method="post" action={`${addressOf(props)}/deactivation`} class="stack snug">
          <Guard guard={guard} />
          <p class="meta">{say(reader, 'contact.disable.text')}</p>
          <div>
            <Button type="submit" variant="danger" icon="lock">
              {say(reader, 'contact.disable.sure', { name: contact.name })}
            </Button>
          </div>
        </form>
      </Fold>
    </Section>
  );
}
