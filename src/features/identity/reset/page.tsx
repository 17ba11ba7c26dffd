import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { say as forgotten } from '../forgotten/messages.ts';
import { say } from '../second-step/messages.ts';
import { hasNoSecondStep } from '../second-step/wanted.ts';
import type { HowTheySignIn, SomebodysLogin } from './person.ts';

interface LoginPageProps {
  ctx: Ctx;
  guard: Guarded;
  login: SomebodysLogin;
  how: HowTheySignIn;
  mayReset: boolean;
  /** A letter helps who has forgotten their password. */
  sendsPassword: boolean;
}

/** For the team: what somebody signs in with, and help when a device is lost. */
export function LoginPage(props: LoginPageProps) {
  const { ctx, login } = props;
  const { reader } = ctx;
  const { name } = login;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'person.title', { name })} lede={say(reader, 'person.lede', { name })} />
      <Ways {...props} />
      {props.mayReset && props.sendsPassword && <Forgotten {...props} />}
      <Reset {...props} />
    </Page>
  );
}

function Ways({ ctx: { reader }, login, how }: LoginPageProps) {
  const { has, passwordSince, lastSeen } = how;
  const date = (at: Date | null) => (at ? formatDate(reader, at) : '');
  return (
    <FactRows
      rows={[
        { icon: 'mail', title: login.email, note: say(reader, 'person.email') },
        {
          icon: 'key-round',
          title: say(reader, 'person.password'),
          note: passwordSince
            ? say(reader, 'person.passwordSince', { date: date(passwordSince) })
            : say(reader, 'person.none'),
        },
        {
          icon: 'fingerprint',
          title: say(reader, 'person.passkeys'),
          note: say(reader, 'person.passkeysN', { n: has.passkeys }),
        },
        {
          icon: 'smartphone',
          title: say(reader, 'person.app'),
          note: has.app ? say(reader, 'person.appSince', { date: date(has.app) }) : say(reader, 'person.none'),
        },
        {
          icon: 'life-buoy',
          title: say(reader, 'person.codes'),
          note: say(reader, 'person.codesN', { n: has.recoveryCodes }),
        },
        {
          icon: 'clock',
          title: say(reader, 'person.last'),
          note: lastSeen ? <Time reader={reader} date={lastSeen} /> : say(reader, 'person.never'),
        },
      ]}
    />
  );
}

function Forgotten({ ctx: { reader }, guard, login: { id, name, email } }: LoginPageProps) {
  return (
    <form class="card stack snug" id="forgotten" method="post" action={`/people/${id}/password`}>
      <Guard guard={guard} />
      <p>{forgotten(reader, 'person.sendText', { name, email })}</p>
      <div>
        <Button type="submit" icon="mail">
          {forgotten(reader, 'person.send')}
        </Button>
      </div>
    </form>
  );
}

function Reset({ ctx: { reader }, guard, login, how, mayReset }: LoginPageProps) {
  return (
    <Section id="reset" title={say(reader, 'person.reset')}>
      {!mayReset ? (
        <p class="meta">
          {say(reader, 'person.yours')}{' '}
          <a class="link" href="/account#second-step">
            {say(reader, 'person.back')}
          </a>
        </p>
      ) : !hasNoSecondStep(how.has) ? (
        <form class="card stack snug" method="post" action={`/people/${login.id}/second-step/reset`}>
          <Guard guard={guard} />
          <p>{say(reader, 'person.resetText', { name: login.name })}</p>
          <div>
            <Button type="submit" variant="danger" icon="rotate-cw">
              {say(reader, 'person.resetButton')}
            </Button>
          </div>
        </form>
      ) : (
        <p class="meta">{say(reader, 'person.nothing')}</p>
      )}
    </Section>
  );
}
