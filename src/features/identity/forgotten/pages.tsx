import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatRelative } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Facts } from '#platform/ui/rows.tsx';
import { MIN_PASSWORD } from '../auth/password.ts';
import { deviceName } from '../device.ts';
import { say as door } from '../messages.ts';
import { RESET_MINUTES } from '../terms.ts';
import { Doorway } from '../views/doorway.tsx';
import { SomebodyElse, signInPath } from '../views/link.tsx';
import { NewPassword } from '../views/new-password.tsx';
import { EmailField, forgottenPath } from '../views/sign-in.tsx';
import type { PasswordLink } from './forgotten.ts';
import { say } from './messages.ts';

interface AskPageProps {
  ctx: Ctx;
  guard: Guarded;
  next: string;
  email?: string | undefined;
  error?: string | undefined;
}

export function AskPage({ ctx, guard, next, email, error }: AskPageProps) {
  const { reader } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'ask.title')} lede={say(reader, 'ask.lede')}>
      <form class="stack" method="post" action="/sign-in/password/forgotten" data-turbo="false" novalidate>
        <Guard guard={guard} />
        <input type="hidden" name="next" value={next} />
        <EmailField ctx={ctx} email={email} error={error} />
        <Button type="submit" variant="primary" size="large" icon="mail" block>
          {say(reader, 'ask.button')}
        </Button>
      </form>
      <p class="meta">
        <a class="link" href={signInPath(next)}>
          {say(reader, 'ask.back')}
        </a>
      </p>
    </Doorway>
  );
}

interface SetPageProps {
  ctx: Ctx;
  guard: Guarded;
  link: PasswordLink;
  token: string;
  next: string;
  error?: string | undefined;
}

/** What the link opens. Only its form changes anything: mail scanners and previews open links, too. */
export function SetPage({ ctx, guard, link: { person, askedAt, agent }, token, next, error }: SetPageProps) {
  const { reader } = ctx;
  const first = firstNameOf(person.name);
  return (
    <Doorway ctx={ctx} title={say(reader, 'set.title', { first })} lede={say(reader, 'set.lede')}>
      <SomebodyElse ctx={ctx} identityId={person.identityId} />
      <form class="stack" method="post" action="/sign-in/password/new" data-turbo="false" novalidate>
        <Guard guard={guard} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="next" value={next} />
        <NewPassword
          email={person.email}
          label={say(reader, 'set.password')}
          hint={say(reader, 'set.hint', { n: MIN_PASSWORD })}
          error={error}
        />
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'set.button')}
        </Button>
      </form>
      <div class="verdict">
        <Facts
          rows={[
            { term: door(reader, 'link.you'), value: person.email },
            { term: door(reader, 'link.asked'), value: formatRelative(reader, askedAt) },
            { term: door(reader, 'link.from'), value: deviceName(reader, agent) },
          ]}
        />
      </div>
      <p class="meta">{door(reader, 'link.ignore')}</p>
    </Doorway>
  );
}

/** Used, run out, never there, or of somebody who comes in another way by now: the four are told apart nowhere. */
export function GonePage({ ctx, next }: { ctx: Ctx; next: string }) {
  const { reader } = ctx;
  const lede = say(reader, 'gone.lede', { n: RESET_MINUTES });
  return (
    <Doorway ctx={ctx} title={door(reader, 'gone.title')} lede={lede}>
      <Button href={forgottenPath(next)} variant="primary" size="large" block>
        {say(reader, 'gone.again')}
      </Button>
      <p class="meta">
        <a class="link" href={signInPath(next)}>
          {say(reader, 'ask.back')}
        </a>
      </p>
    </Doorway>
  );
}
