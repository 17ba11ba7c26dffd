import type { Role } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { ContactFields } from './contact-fields.tsx';
import { summary } from './errors.ts';
import { NoMail } from './no-mail.tsx';

export interface NewCustomerProps {
  reader: Reader;
  guard: Guarded;
  leads: { id: string; name: string; title: string }[];
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  /** Whether an invitation gets there by itself. */
  mails: boolean;
  roles: Role[];
}

export function NewCustomer({ reader, guard, leads, values, errors = {}, mails, roles }: NewCustomerProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'new.title')} lede={say(reader, 'new.lede')} />
      <form method="post" action="/customers/new" class="stack apart" data-keep="" novalidate>
        <Guard guard={guard} />
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={say(reader, 'error.summary')} errors={summary(reader, errors)} />
        )}
        {guard.kept && Object.keys(errors).length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <Section id="company" title={say(reader, 'new.company')}>
          <Company reader={reader} leads={leads} values={values} errors={errors} />
        </Section>
        <Section id="person" title={say(reader, 'new.person')}>
          {!mails && <NoMail reader={reader} />}
          <p class="meta">{say(reader, mails ? 'new.person.hint' : 'new.person.hint.link')}</p>
          <ContactFields reader={reader} values={values} errors={errors} roles={roles} />
        </Section>
        <div class="end-bar">
          <Button href="/customers" variant="quiet">
            {say(reader, 'new.cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'new.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Company({ reader, leads, values, errors = {} }: Omit<NewCustomerProps, 'guard' | 'mails' | 'roles'>) {
  return (
    <div class="stack">
      <TextField
        id="name"
        name="name"
        label={say(reader, 'field.name')}
        value={values.name}
        error={errors.name}
        autocomplete="off"
        maxlength={160}
        required
      />
      <TextField
        id="short_name"
        name="short_name"
        label={say(reader, 'field.short')}
        hint={say(reader, 'field.short.hint')}
        value={values.short_name}
        error={errors.short_name}
        autocomplete="off"
        maxlength={60}
      />
      <TextField
        id="plan"
        name="plan"
        label={say(reader, 'field.plan')}
        hint={say(reader, 'field.plan.hint')}
        value={values.plan}
        error={errors.plan}
        autocomplete="off"
        maxlength={60}
      />
      <SelectField
        id="lead"
        name="lead"
        label={say(reader, 'field.lead')}
        hint={say(reader, 'field.lead.hint')}
        value={values.lead}
        error={errors.lead}
        options={[
          { value: '', label: say(reader, 'field.lead.none') },
          ...leads.map(({ id, name, title }) => ({ value: id, label: title ? `${name}, ${title}` : name })),
        ]}
      />
    </div>
  );
}
