import { roleName } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Row, Rows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import type { OpenInvitation } from '../invite.ts';
import type { On, TeamMember } from '../member.ts';
import { say } from '../messages.ts';

interface MembersPageProps {
  ctx: On;
  guard: Guarded;
  members: TeamMember[];
  invitations: OpenInvitation[];
  /** Whether an invitation gets there by itself. */
  mails: boolean;
}

/** Who is on the team, who was asked, and who is not any more. */
export function MembersPage(props: MembersPageProps) {
  const { ctx, members, invitations } = props;
  const { reader } = ctx;
  const active = members.filter((member) => member.disabledAt === null);
  const former = members.filter((member) => member.disabledAt !== null);
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'section')}
        lede={say(reader, 'lede', { n: active.length, asked: invitations.length })}
      >
        <Button href="/settings/members/new" variant="primary" icon="user-plus">
          {say(reader, 'invite')}
        </Button>
      </PageHead>
      <List ctx={ctx} members={active} />
      {invitations.length > 0 && <Invitations {...props} />}
      {former.length > 0 && (
        <Section id="former" title={say(reader, 'former')} count={former.length}>
          <List ctx={ctx} members={former} />
        </Section>
      )}
    </Page>
  );
}

function List({ ctx, members }: { ctx: On; members: TeamMember[] }) {
  const { reader, actor } = ctx;
  return (
    <div class="card flush">
      <Rows>
        {members.map((member) => (
          <Row
            id={`member-${member.id}`}
            href={`/settings/members/${member.id}`}
            lead={<Avatar name={member.name} photo={member.photo} />}
            title={member.id === actor.personId ? say(reader, 'you', { name: member.name }) : member.name}
            meta={
              <>
                {member.email} · {seen(ctx, member)}
              </>
            }
            end={
              <span class="cluster">
                {member.role.reach === 'assigned' && (
                  <span class="meta">{say(reader, 'customers', { n: member.customers })}</span>
                )}
                <Badge>{roleName(reader, member.role)}</Badge>
              </span>
            }
          />
        ))}
      </Rows>
    </div>
  );
}

function seen({ reader }: On, member: TeamMember) {
  if (member.disabledAt)
    return say.rich(reader, 'off', { when: <Time reader={reader} date={member.disabledAt} style="date" /> });
  if (!member.seenAt) return say(reader, 'never');
  return say.rich(reader, 'seen', { when: <Time reader={reader} date={member.seenAt} style="within" /> });
}

function Invitations({ ctx, guard, invitations, mails }: MembersPageProps) {
  const { reader } = ctx;
  return (
    <Section id="invitations" title={say(reader, 'invitations')} count={invitations.length}>
      <div class="card flush">
        <Rows>
          {invitations.map((one) => (
            <Row
              id={`invitation-${one.id}`}
              lead={<Avatar name={one.name} />}
              title={one.name}
              meta={
                <>
                  {one.email} · {roleName(reader, one.role)} ·{' '}
                  {say.rich(reader, 'asked', { when: <Time reader={reader} date={one.sentAt} style="within" /> })}
                </>
              }
              below={<Actions ctx={ctx} guard={guard} invitation={one} mails={mails} />}
            />
          ))}
        </Rows>
      </div>
    </Section>
  );
}

function Actions(props: { ctx: On; guard: Guarded; invitation: OpenInvitation; mails: boolean }) {
  const { ctx, guard, invitation, mails } = props;
  const { reader } = ctx;
  const { id, name } = invitation;
  const fresh = () => ({ ...guard, once: crypto.randomUUID(), kept: false });
  return (
    <span class="cluster">
      <Delivery {...props} />
      <form method="post" action={`/settings/members/invitations/${id}/renewal`}>
        <Guard guard={fresh()} />
        <Button type="submit" size="small" aria-label={say(reader, mails ? 'again.label' : 'link.label', { name })}>
          {say(reader, mails ? 'again' : 'link')}
        </Button>
      </form>
      <form method="post" action={`/settings/members/invitations/${id}/revocation`}>
        <Guard guard={fresh()} />
        <Button type="submit" size="small" variant="quiet" aria-label={say(reader, 'revoke.label', { name })}>
          {say(reader, 'revoke')}
        </Button>
      </form>
    </span>
  );
}

function Delivery({ ctx: { reader, now }, invitation: { mail, expiresAt } }: { ctx: On; invitation: OpenInvitation }) {
  if (expiresAt <= now) {
    return (
      <Badge tone="warn" icon="clock">
        {say(reader, 'delivery.expired')}
      </Badge>
    );
  }
  if (mail?.state === 'failed') {
    return (
      <Badge tone="bad" icon="mail-x">
        {say(reader, 'delivery.failed')}
      </Badge>
    );
  }
  if (mail?.state === 'sent') {
    return (
      <Badge tone="ok" icon="mail">
        {say(reader, 'delivery.sent')}
      </Badge>
    );
  }
  return <Badge icon="mail">{say(reader, mail?.state === 'kept' ? 'delivery.kept' : 'delivery.queued')}</Badge>;
}
