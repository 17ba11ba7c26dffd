import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Question } from '../../passkeys/answer.ts';
import { say } from '../../second-step/messages.ts';
import { PasskeyWays } from '../../views/passkey-ways.tsx';

export interface NameFieldProps {
  ctx: Ctx;
  name: string;
  error?: string | undefined;
}

export function PasskeyName({ ctx: { reader }, name, error }: NameFieldProps) {
  return (
    <TextField
      id="passkey-name"
      name="name"
      label={say(reader, 'add.name')}
      hint={say(reader, 'add.nameHint')}
      value={name}
      error={error}
      maxlength={60}
      autocomplete="off"
      required
      data-passkey-name=""
    />
  );
}

interface AddPasskeyProps {
  ctx: Ctx;
  guard: Guarded;
  question: Question;
  name: string;
  errors: { name?: string; passkey?: string };
}

export function AddPasskeyPage({ ctx, guard, question, name, errors }: AddPasskeyProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow" once>
      <PageHead title={say(reader, 'add.title')} lede={say(reader, 'add.lede')} />
      <form
        id="passkey-form"
        class="card stack loose"
        method="post"
        action="/account/passkeys"
        data-turbo="false"
        novalidate
      >
        <Guard guard={{ ...guard, kept: false }} />
        <PasskeyName ctx={ctx} name={name} error={errors.name} />
        <noscript>
          <p class="meta">{say(reader, 'passkey.needsScript')}</p>
        </noscript>
        <PasskeyWays
          id="add-passkey"
          kind="create"
          question={question}
          label={say(reader, 'add.button')}
          trouble={say(reader, 'add.trouble')}
          primary
          error={errors.passkey}
        />
        <Button href="/account#ways-in" variant="quiet" block>
          {say(reader, 'cancel')}
        </Button>
      </form>
    </Page>
  );
}
