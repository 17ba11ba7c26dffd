import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import type { Offer } from '../../methods/offer.ts';
import { AppFields } from '../../methods/views/app.tsx';
import type { Question } from '../../passkeys/answer.ts';
import { Doorway } from '../../views/doorway.tsx';
import { PasskeyWays } from '../../views/passkey-ways.tsx';
import type { HalfSignIn } from '../half.ts';
import { say } from '../messages.ts';
import { WayIn } from './step.tsx';

interface SetupProps {
  ctx: Ctx;
  guard: Guarded;
  half: HalfSignIn;
  next: string;
  secret: Offer<string>;
  passkey: Question;
  errors?: { code?: string; passkey?: string } | undefined;
}

/** Their role asks for a second step: here they get one, and nothing else can be reached before. */
export function SetupPage({ ctx, guard, half, next, secret, passkey, errors = {} }: SetupProps) {
  const { reader, workspace } = ctx;
  const { name, email } = half.living.person;
  const hidden = (
    <>
      <Guard guard={guard} />
      <input type="hidden" name="next" value={next} />
    </>
  );
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, 'setup.title', { first: firstNameOf(name) })}
      lede={say(reader, 'setup.lede', { name: workspace.name })}
    >
      <WayIn ctx={ctx} half={half} guard={guard}>
        <form
          class="stack"
          method="post"
          action="/sign-in/step/setup/passkey"
          data-turbo="false"
          data-passkey-form
          hidden
        >
          {hidden}
          <p class="meta">{say(reader, 'setup.passkeyText')}</p>
          <PasskeyWays
            id="setup-passkey"
            kind="create"
            question={passkey}
            label={say(reader, 'setup.passkey')}
            trouble={say(reader, 'add.trouble')}
            primary
            error={errors.passkey}
          />
          <p class="or">{say(reader, 'or')}</p>
        </form>
        <form class="stack" method="post" action="/sign-in/step/setup/app" data-turbo="false" novalidate>
          {hidden}
          <h2>{say(reader, 'setup.app')}</h2>
          <AppFields ctx={ctx} email={email} secret={secret} error={errors.code} />
          <Button type="submit" size="large" block>
            {say(reader, 'setup.add')}
          </Button>
        </form>
      </WayIn>
    </Doorway>
  );
}
