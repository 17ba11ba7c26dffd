import { Doorway, NewPassword, type PasswordAtTheDoor } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choices, TextField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';
import type { SignUp } from '../proof.ts';
import type { Way } from '../way.ts';

interface ProofPageProps {
  ctx: Ctx;
  guard: Guarded;
  signUp: SignUp;
  way: Extract<Way, { to: 'customer' | 'new' | 'team' }>;
  token: string;
  /** Not asked of somebody who signs in here already, nor of who has to wait. */
  asksPassword: PasswordAtTheDoor;
  values: Record<string, string>;
  errors: FieldErrors;
}

/** What the link in the mail opens: what was typed, to be looked over by whoever has the mailbox, and one button. */
export function ProofPage({ ctx, guard, signUp, way, token, asksPassword, values, errors }: ProofPageProps) {
  const { reader, workspace, actor } = ctx;
  const shared = (name: 'name' | 'company') => ({
    id: `proof-${name}`,
    name,
    label: say(reader, `field.${name}`),
    value: values[name] ?? signUp[name],
    error: errors[name],
    maxlength: 160,
    required: true,
  });
  const lede =
    way.to === 'customer'
      ? say(reader, 'proof.lede.customer', { account: way.account.name })
      : way.to === 'new' && way.invited
        ? say(reader, 'proof.lede.team', { name: workspace.name })
        : say(reader, `proof.lede.${way.to}`, { name: workspace.name });
  return (
    <Doorway ctx={ctx} title={say(reader, 'proof.title')} lede={lede}>
      {(actor.kind === 'contact' || actor.kind === 'member') && actor.email !== signUp.email && (
        <Notice icon="info">{say(reader, 'proof.instead', { name: actor.name })}</Notice>
      )}
      <form class="stack" method="post" action="/sign-up/proof" data-turbo="false" novalidate>
        <Guard guard={guard} />
        <input type="hidden" name="token" value={token} />
        <TextField {...shared('name')} autocomplete="name" />
        {way.to === 'new' && way.invited && (
          <Choices
            id="proof-comes"
            legend={say(reader, 'proof.comes')}
            name="comes"
            value={values.comes ?? 'own'}
            options={[
              { value: 'own', label: say(reader, 'proof.comes.own') },
              {
                value: 'invited',
                label: say(reader, 'proof.comes.invited', { account: way.invited.account.name }),
                note: way.invited.by && say(reader, 'proof.comes.by', { name: way.invited.by }),
              },
            ]}
          />
        )}
        {way.to === 'customer' ? (
          <input type="hidden" name="company" value={signUp.company} />
        ) : (
          <TextField {...shared('company')} autocomplete="organization" />
        )}
        {asksPassword !== 'no' && (
          <NewPassword
            id="proof-password"
            email={signUp.email}
            label={say(reader, asksPassword === 'may' ? 'field.password' : 'field.password.must')}
            hint={say(reader, asksPassword === 'may' ? 'field.password.hint' : 'field.password.mustHint')}
            error={errors.password}
          />
        )}
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, way.to === 'team' ? 'proof.button.team' : 'proof.button', { name: workspace.name })}
        </Button>
      </form>
      <p class="meta">{say(reader, 'proof.as', { email: signUp.email })}</p>
    </Doorway>
  );
}

/** A link that opens nothing (any more): why, and the way on. */
export function NothingPage({ ctx, why }: { ctx: Ctx; why: 'gone' | 'known' | 'nowhere' }) {
  const { reader, workspace } = ctx;
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, `nothing.${why}`)}
      lede={say(reader, `nothing.${why}.text`, { name: workspace.name })}
    >
      <Button href="/sign-in" variant="primary" size="large" block>
        {say(reader, 'signIn')}
      </Button>
    </Doorway>
  );
}
