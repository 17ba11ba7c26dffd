import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { describe, Field } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';

interface InvitedProps {
  reader: Reader;
  account: Account;
  email: string;
  url: string;
}

/** The link for the inviter to pass on, where this portal sends no mail. */
export function Invited({ reader, account, email, url }: InvitedProps) {
  const field = { id: 'invitation-link', hint: say(reader, 'invited.hint') };
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'invited.title')} lede={say(reader, 'invited.lede', { email })} />
      <div class="stack apart">
        <Field {...field} label={say(reader, 'invited.link')}>
          <input class="input mono" type="text" readonly value={url} {...describe(field)} />
        </Field>
        <div class="end-bar">
          <Button href={`/customers/${account.id}`}>{say(reader, 'invited.done')}</Button>
          <span class="scripted">
            <Button variant="primary" icon="copy" data-copy-from={field.id} data-copied={say(reader, 'invited.copied')}>
              <span data-part="label">{say(reader, 'invited.copy')}</span>
            </Button>
          </span>
        </div>
      </div>
    </Page>
  );
}
