import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Brand } from '#platform/ui/brand.ts';
import { Button } from '#platform/ui/button.tsx';
import { Document } from '#platform/ui/document.tsx';
import { Door } from '#platform/ui/door.tsx';
import { describe, Field, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary } from '#platform/ui/notice.tsx';
import { EmailField, NameField } from '#platform/ui/person-fields.tsx';
import { MIN_PASSWORD } from '../first-run-form.ts';
import { say } from '../messages.ts';

/** How Portico looks before it belongs to anybody. */
export const FIRST_BRAND: Brand = { name: 'Portico', color: '#5b4be1', radius: 'soft', font: 'inter' };

interface FirstRunProps {
  reader: Reader;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  /** Where the installation is run from, afterwards. */
  operator: string;
}

/** The fields by their ids, in the order of the form. */
const labels = {
  setup_code: 'field.code',
  business: 'field.business',
  color: 'field.color',
  name: 'field.name',
  email: 'field.email',
  password: 'field.password',
} as const;

export function FirstRunPage({ reader, values, errors = {}, operator }: FirstRunProps) {
  const problems = Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({ id, label: say(reader, label) }));
  const hero = {
    label: say(reader, 'first.about'),
    text: say(reader, 'first.hero'),
    note: say(reader, 'first.note'),
  };
  return (
    <Document
      title={say(reader, 'first.page')}
      locale={reader.locale}
      brand={FIRST_BRAND}
      brandVersion="first"
      skipLabel={say(reader, 'first.skip')}
      bodyClass="signin"
      texts
      head={<meta name="portico-offline" content="none" />}
    >
      <Door brand={FIRST_BRAND} title={say(reader, 'first.title')} lede={say(reader, 'first.lede')} hero={hero}>
        <form method="post" action="/" class="stack" data-turbo="false" novalidate>
          <input type="hidden" name="zone" data-zone-here="" />
          {problems.length > 0 && <ErrorSummary title={say(reader, 'error.summary')} errors={problems} />}
          <SetupCode reader={reader} values={values} errors={errors} />
          <Business reader={reader} values={values} errors={errors} />
          <Owner reader={reader} values={values} errors={errors} />
          <Button type="submit" variant="primary" size="large" block>
            {say(reader, 'first.submit')}
          </Button>
          <p class="meta">{say(reader, 'first.operator', { address: operator })}</p>
        </form>
      </Door>
    </Document>
  );
}

type Part = { reader: Reader; values: Record<string, string>; errors: FieldErrors };

function SetupCode({ reader, values, errors }: Part) {
  return (
    <TextField
      id="setup_code"
      name="setup_code"
      label={say(reader, 'field.code')}
      hint={say(reader, 'field.code.hint')}
      value={values.setup_code}
      error={errors.setup_code}
      autocomplete="off"
      maxlength={100}
      required
    />
  );
}

function Business({ reader, values, errors }: Part) {
  const color = { id: 'color', error: errors.color };
  return (
    <div class="first-business">
      <TextField
        id="business"
        name="business"
        label={say(reader, 'field.business')}
        value={values.business}
        error={errors.business}
        autocomplete="organization"
        maxlength={120}
        required
      />
      <Field {...color} label={say(reader, 'field.color')}>
        <input class="input" type="color" name="color" value={values.color} {...describe(color)} />
      </Field>
    </div>
  );
}

function Owner({ reader, values, errors }: Part) {
  const shared = (name: 'name' | 'email') => ({ id: name, name, value: values[name], error: errors[name] });
  return (
    <>
      <NameField {...shared('name')} label={say(reader, 'field.name')} autocomplete="name" required />
      <EmailField {...shared('email')} label={say(reader, 'field.email')} autocomplete="username" required />
      <TextField
        id="password"
        name="password"
        type="password"
        label={say(reader, 'field.password')}
        hint={say(reader, 'field.password.hint', { n: MIN_PASSWORD })}
        error={errors.password}
        autocomplete="new-password"
        minlength={MIN_PASSWORD}
        maxlength={200}
        required
      />
    </>
  );
}
