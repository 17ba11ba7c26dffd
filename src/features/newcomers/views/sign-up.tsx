import { type Field, FieldInputs, inputName } from '#features/fields/index.ts';
import { Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, FieldError, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, Notice } from '#platform/ui/notice.tsx';
import { EmailField, NameField } from '#platform/ui/person-fields.tsx';
import { say } from '../messages.ts';
import { PROOF_HOURS } from '../request.ts';
import type { SignUpRules } from '../rules.ts';

interface SignUpPageProps {
  ctx: Ctx;
  guard: Guarded;
  rules: SignUpRules;
  fields: Field[];
  values: Record<string, string>;
  errors: FieldErrors;
}

/** What somebody says of themselves who was not invited. The same for everybody, whatever becomes of it. */
export function SignUpPage({ ctx, guard, rules, fields, values, errors }: SignUpPageProps) {
  const { reader, workspace } = ctx;
  const shared = (name: 'name' | 'email' | 'company') => ({
    id: `sign-up-${name}`,
    name,
    label: say(reader, `field.${name}`),
    value: values[name],
    error: errors[name],
    required: true,
  });
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, 'signUp.title', { name: workspace.name })}
      lede={say(reader, `signUp.lede.${rules.mode === 'moderated' ? 'moderated' : 'open'}`, { name: workspace.name })}
    >
      <form class="stack" method="post" action="/sign-up" data-turbo="false" novalidate>
        <Guard guard={guard} />
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={say(reader, 'error.summary')} errors={problems(reader, fields, errors)} />
        )}
        <NameField {...shared('name')} autocomplete="name" />
        <TextField {...shared('company')} autocomplete="organization" maxlength={160} />
        <EmailField {...shared('email')} hint={say(reader, 'field.email.hint')} autocomplete="email" />
        <FieldInputs reader={reader} fields={fields} typed={values} errors={errors} people={[]} strict />
        {rules.termsUrl && (
          <div class="field" id="sign-up-terms">
            <Choice
              type="checkbox"
              name="terms"
              value="on"
              checked={values.terms === 'on'}
              required
              label={say.rich(reader, 'field.terms', {
                link: (words) => (
                  <a class="link" href={rules.termsUrl} target="_blank" rel="noopener noreferrer">
                    {words}
                  </a>
                ),
              })}
            />
            {errors.terms && <FieldError id="sign-up-terms">{errors.terms}</FieldError>}
          </div>
        )}
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'signUp.button')}
        </Button>
      </form>
      <p class="meta">
        {say.rich(reader, 'signUp.known', {
          link: (words) => (
            <a class="link" href="/sign-in">
              {words}
            </a>
          ),
        })}
      </p>
    </Doorway>
  );
}

function problems(reader: Ctx['reader'], fields: Field[], errors: FieldErrors) {
  const fixed = (['name', 'company', 'email', 'terms'] as const).map((name) => ({
    id: `sign-up-${name}`,
    label: say(reader, `problem.${name}`),
    wrong: errors[name],
  }));
  const own = fields.map((field) => ({ id: inputName(field), label: field.label, wrong: errors[inputName(field)] }));
  return [...fixed, ...own].filter(({ wrong }) => wrong !== undefined);
}

/** The same words whoever has the address, and whether anybody does. */
export function AskedPage({ ctx, mailbox }: { ctx: Ctx; mailbox: string | null }) {
  const { reader } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'asked.title')} lede={say(reader, 'asked.lede', { n: PROOF_HOURS })}>
      <p class="meta">{say(reader, 'asked.nothing')}</p>
      <Button href="/sign-in" block>
        {say(reader, 'asked.back')}
      </Button>
      {mailbox && (
        <Notice icon="mail">
          {say.rich(reader, 'asked.dev', {
            link: (words) => (
              <a class="link" href={mailbox} target="_blank" rel="noopener">
                {words}
              </a>
            ),
          })}
        </Notice>
      )}
    </Doorway>
  );
}

/** The address is proved, and the team decides. */
export function WaitingPage({ ctx }: { ctx: Ctx }) {
  const { reader, workspace } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'waits.title')} lede={say(reader, 'waits.lede', { name: workspace.name })}>
      <Button href="/sign-in" block>
        {say(reader, 'asked.back')}
      </Button>
    </Doorway>
  );
}
