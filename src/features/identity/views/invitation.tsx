import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate, formatList } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { People, Person } from '#platform/ui/people.tsx';
import { NameField } from '#platform/ui/person-fields.tsx';
import { MIN_PASSWORD } from '../auth/password.ts';
import type { Closed, Inside, Invitation } from '../invitation.ts';
import { say } from '../messages.ts';
import type { PasswordAtTheDoor } from '../rules/way-left.ts';
import { Doorway } from './doorway.tsx';
import { SomebodyElse } from './link.tsx';
import { NewPassword } from './new-password.tsx';

interface InvitationPageProps {
  ctx: Ctx;
  guard: Guarded;
  invitation: Invitation;
  token: string;
  /** Who is in the account already. */
  inside: Inside;
  /** Not asked of somebody who signs in here already. */
  asksPassword: PasswordAtTheDoor;
  name?: string;
  errors?: { name?: string; password?: string };
}

export function InvitationPage(props: InvitationPageProps) {
  const { ctx, invitation, inside } = props;
  const { reader, workspace } = ctx;
  const { inviter, message } = invitation;
  const title = inviter
    ? say(reader, 'invitation.title', { inviter: firstNameOf(inviter.name), workspace: workspace.name })
    : say(reader, 'invitation.titleNobody', { workspace: workspace.name });
  const lede = message
    ? say(reader, 'invitation.quote', { message })
    : say(reader, 'invitation.lede', { name: workspace.name });
  return (
    <Doorway
      ctx={ctx}
      before={inviter && <Person name={inviter.name} note={inviterNote(ctx, inviter)} size="large" />}
      title={title}
      lede={lede}
    >
      {inside.n > 0 && <PeopleInside ctx={ctx} inside={inside} />}
      <SomebodyElse ctx={ctx} email={invitation.email} />
      <JoinForm {...props} />
      <p class="meta">
        {say(reader, 'invitation.as', {
          email: invitation.email,
          role: invitation.roleName
            ? say(reader, 'role.own', { name: invitation.roleName })
            : say(reader, `role.${invitation.role}` as 'role.viewer'),
          date: formatDate(reader, invitation.expiresAt, 'long'),
        })}{' '}
        {say(reader, 'invitation.wrong')}
      </p>
    </Doorway>
  );
}

function inviterNote({ reader }: Ctx, { title, business }: NonNullable<Invitation['inviter']>): string {
  return title ? say(reader, 'invitation.by', { title, name: business }) : business;
}

function PeopleInside({ ctx: { reader }, inside: { n, names } }: { ctx: Ctx; inside: Inside }) {
  const few = n <= 3;
  const words = names.slice(0, few ? 3 : 2).map(firstNameOf);
  if (!few) words.push(say(reader, 'invitation.more', { n: n - 2 }));
  return (
    <div class="split">
      <span class="meta">{say(reader, 'invitation.inside')}</span>
      <span class="person">
        <People names={names.slice(0, 4)} label={formatList(reader, names)} />
        <span class="meta">{formatList(reader, words)}</span>
      </span>
    </div>
  );
}

function JoinForm({ ctx, guard, invitation, token, asksPassword, name, errors = {} }: InvitationPageProps) {
  const { reader } = ctx;
  return (
    <form class="stack" method="post" action="/invitation" data-turbo="false" novalidate>
      <Guard guard={guard} />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="zone" data-zone-here="" />
      <NameField
        id="your-name"
        name="name"
        label={say(reader, 'invitation.name')}
        autocomplete="name"
        value={name ?? invitation.name}
        error={errors.name}
        required
      />
      {asksPassword !== 'no' && (
        <NewPassword
          email={invitation.email}
          label={say(reader, asksPassword === 'may' ? 'invitation.password' : 'invitation.passwordNeeded')}
          hint={say(reader, asksPassword === 'may' ? 'invitation.passwordHint' : 'invitation.passwordNeededHint', {
            n: MIN_PASSWORD,
          })}
          error={errors.password}
        />
      )}
      <Button type="submit" variant="primary" size="large" block>
        {say(reader, 'invitation.button', { account: invitation.accountName })}
      </Button>
    </form>
  );
}

/** An invitation that cannot be accepted: why, that nothing is lost, and the way on. */
export function ClosedPage({ ctx, closed, inviter }: { ctx: Ctx; closed: Closed; inviter: string | null }) {
  const { reader, workspace } = ctx;
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, `closed.${closed}.title`)}
      lede={say(reader, `closed.${closed}.text`, { inviter: inviter ?? workspace.name })}
    >
      <Button href="/sign-in" variant="primary" size="large" block>
        {say(reader, 'closed.signIn')}
      </Button>
    </Doorway>
  );
}
