import { Doorway, MIN_PASSWORD, NewPassword, type PasswordAtTheDoor } from '#features/identity/index.ts';
import { roleName } from '#features/roles/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Person } from '#platform/ui/people.tsx';
import { NameField } from '#platform/ui/person-fields.tsx';
import type { Closed, MemberInvitation } from '../accept.ts';
import { say } from '../messages.ts';

interface JoinPageProps {
  ctx: Ctx;
  guard: Guarded;
  invitation: MemberInvitation;
  token: string;
  name: string;
  asksPassword: PasswordAtTheDoor;
  errors?: FieldErrors | undefined;
}

export function JoinPage(props: JoinPageProps) {
  const { ctx, invitation } = props;
  const { reader, workspace } = ctx;
  const { inviter, email, role, roleName: name, expiresAt } = invitation;
  return (
    <Doorway
      ctx={ctx}
      before={<Person name={inviter.name} note={inviter.title || workspace.name} size="large" />}
      title={say(reader, 'join.title', { workspace: workspace.name })}
      lede={say(reader, 'join.lede', { inviter: inviter.name })}
    >
      <JoinForm {...props} />
      <p class="meta">
        {say(reader, 'join.as', {
          email,
          role: roleName(reader, { side: 'member', key: role, name }),
          date: formatDate(reader, expiresAt, 'long'),
        })}
      </p>
    </Doorway>
  );
}

function JoinForm({ ctx, guard, invitation, token, name, asksPassword, errors = {} }: JoinPageProps) {
  const { reader, workspace } = ctx;
  return (
    <form class="stack" method="post" action="/team-invitation" data-turbo="false" novalidate>
      <Guard guard={guard} />
      <input type="hidden" name="token" value={token} />
      <NameField
        id="name"
        name="name"
        label={say(reader, 'join.name')}
        autocomplete="name"
        value={name}
        error={errors.name}
        required
      />
      {asksPassword !== 'no' && (
        <NewPassword
          email={invitation.email}
          label={say(reader, 'join.password')}
          hint={say(reader, asksPassword === 'may' ? 'join.password.may' : 'join.password.must', { n: MIN_PASSWORD })}
          error={errors.password}
        />
      )}
      <Button type="submit" variant="primary" size="large" block>
        {say(reader, 'join.button', { workspace: workspace.name })}
      </Button>
    </form>
  );
}

/** An invitation that cannot be accepted: why, and the way on. */
export function ClosedPage({ ctx, closed, inviter }: { ctx: Ctx; closed: Closed; inviter: string }) {
  const { reader } = ctx;
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, `closed.${closed}.title`)}
      lede={say(reader, `closed.${closed}.text`, { inviter })}
    >
      <Button href="/sign-in" variant="primary" size="large" block>
        {say(reader, 'closed.signIn')}
      </Button>
    </Doorway>
  );
}
