import { type Role, roleName } from '#features/roles/index.ts';
import { FlagInputs } from '#features/visibility/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { EmailField, JobTitleField, NameField, PhoneField } from '#platform/ui/person-fields.tsx';
import type { Account, AccountContact } from '../account.ts';
import { say } from '../messages.ts';
import { summary } from './errors.ts';

interface ContactDetailsProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  contact: AccountContact;
  roles: Role[];
  stored: Shown;
  values: Record<string, string>;
  flags: readonly string[];
  errors?: FieldErrors | undefined;
}

export function ContactDetails(props: ContactDetailsProps) {
  const { reader, guard, account, contact, roles, stored, values, flags, errors = {} } = props;
  const address = `/customers/${account.id}/contacts/${contact.id}`;
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'contact.edit.title', { name: contact.name })}
        lede={say(reader, 'contact.edit.lede', { account: account.shortName })}
      />
      <form method="post" action={`${address}/details`} class="stack apart" data-keep="" novalidate>
        <Guard guard={guard} stored={stored} />
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={say(reader, 'error.summary')} errors={summary(reader, errors)} />
        )}
        {guard.kept && Object.keys(errors).length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <div class="stack">
          <NameField {...shared('name')} label={say(reader, 'field.person')} required />
          <EmailField
            {...shared('email')}
            label={say(reader, 'field.email')}
            hint={contact.joined ? say(reader, 'contact.email.theirs') : undefined}
            disabled={contact.joined}
          />
          <JobTitleField {...shared('title')} label={say(reader, 'field.title')} />
          <PhoneField {...shared('phone')} label={say(reader, 'field.phone')} />
          <SelectField
            {...shared('role')}
            label={say(reader, 'field.role')}
            options={roles.map((role) => ({ value: role.key, label: roleName(reader, role) }))}
          />
          <FlagInputs reader={reader} held={flags} />
        </div>
        <div class="end-bar">
          <Button href={address} variant="quiet">
            {say(reader, 'new.cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'edit.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
