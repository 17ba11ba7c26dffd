import { PROOF_FIELD } from '#features/identity/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, describe, Field, TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

interface PasswordPageProps {
  ctx: Own;
  guard: Guarded;
  /** Whether there is one to be replaced. */
  has: boolean;
  /** Whether that one is asked for, and whether who has forgotten it can have a link instead. */
  old: 'none' | 'asked' | 'or a link';
  errors?: FieldErrors | undefined;
}

/** Nothing that was typed here comes back with the page: a password stands in no HTML. */
export function PasswordPage({ ctx, guard, has, old, errors = {} }: PasswordPageProps) {
  const { reader, actor } = ctx;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, has ? 'password.title' : 'password.titleNone')}
        lede={say(reader, has ? 'password.lede' : 'password.ledeNone')}
      />
      <form id="password-form" class="card stack loose" method="post" action="/account/password" novalidate>
        <Guard guard={{ ...guard, kept: false }} />
        <input
          class="visually-hidden"
          type="text"
          name="username"
          value={actor.email}
          autocomplete="username"
          readonly
          tabindex={-1}
          aria-hidden="true"
          aria-label={actor.email}
        />
        {old !== 'none' && (
          <TextField
            id="current"
            name={PROOF_FIELD}
            type="password"
            label={say(reader, 'password.current')}
            error={errors.current}
            autocomplete="current-password"
            maxlength={200}
            required
          />
        )}
        <NewPassword ctx={ctx} error={errors.password} />
        <Choice
          type="checkbox"
          name="others"
          value="end"
          checked
          label={say(reader, 'password.others')}
          note={say(reader, 'password.others.note')}
        />
        <div class="end-bar">
          <Button href="/account" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, has ? 'password.save' : 'password.saveNone')}
          </Button>
        </div>
      </form>
      {old === 'or a link' && <Forgotten ctx={ctx} guard={guard} />}
    </Page>
  );
}

/** Whoever comes back by the link sets a new one without it. A form of its own: Enter in the other one changes the password. */
function Forgotten({ ctx: { reader }, guard }: Pick<PasswordPageProps, 'ctx' | 'guard'>) {
  return (
    <form method="post" action="/account/proof">
      <Guard guard={{ ...guard, kept: false }} />
      <input type="hidden" name="_next" value="/account/password" />
      <Button type="submit" variant="quiet" size="small" icon="mail" name="_by" value="link">
        {say(reader, 'password.forgotten')}
      </Button>
    </form>
  );
}

const words = ['short', 'weak', 'good', 'strong'] as const;

/** The browser says how good it is while it is typed (`data-strength`); the server has the last word. */
function NewPassword({ ctx: { reader }, error }: { ctx: Own; error: string | undefined }) {
  const field = { id: 'password', label: say(reader, 'password.new'), hint: say(reader, 'password.hint'), error };
  return (
    <Field {...field}>
      <input
        class="input"
        type="password"
        name="password"
        autocomplete="new-password"
        maxlength={200}
        required
        {...describe(field)}
      />
      <p
        class="hint"
        role="status"
        data-strength="password"
        {...Object.fromEntries(words.map((word) => [`data-${word}`, say(reader, `strength.${word}`)]))}
      />
    </Field>
  );
}
