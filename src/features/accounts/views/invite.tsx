import type { Role } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';
import { ContactFields } from './contact-fields.tsx';
import { summary } from './errors.ts';
import { NoMail } from './no-mail.tsx';

export interface InviteProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  /** Whether the invitation gets there by itself. */
  mails: boolean;
  roles: Role[];
}

export function Invite({ reader, guard, account, values, errors = {}, mails, roles }: InviteProps) {
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'invitation.title', { name: account.shortName })}
        lede={say(reader, mails ? 'invitation.lede' : 'invitation.lede.link', { name: account.shortName })}
      />
      <form method="post" action={`/customers/${account.id}/contacts/new`} class="stack apart" data-keep="" novalidate>
        <Guard guard={guard} />
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={say(reader, 'error.summary')} errors={summary(reader, errors)} />
        )}
        {guard.kept && Object.keys(errors).length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        {!mails && <NoMail reader={reader} />}
        <ContactFields reader={reader} values={values} errors={errors} roles={roles} required />
        <div class="end-bar">
          <Button href={`/customers/${account.id}`} variant="quiet">
            {say(reader, 'new.cancel')}
          </Button>
          <Button type="submit" variant="primary" icon={mails ? 'send' : undefined}>
            {say(reader, mails ? 'invitation.submit' : 'invitation.submit.link')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
