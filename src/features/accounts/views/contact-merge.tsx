import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Account, AccountContact } from '../account.ts';
import { say } from '../messages.ts';
import { FindPeople } from './find-people.tsx';

interface ContactMergePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  contact: AccountContact;
  /** Whom a search found, or the first of all. */
  others: AccountContact[];
  find: string;
  more: boolean;
}

export function ContactMergePage({ reader, guard, account, contact, others, find, more }: ContactMergePageProps) {
  const address = `/customers/${account.id}/contacts/${contact.id}`;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'contact.merge.title', { name: contact.name })}
        lede={say(reader, 'contact.merge.lede', { name: contact.name })}
      />
      {(more || find) && <FindPeople reader={reader} action={`${address}/merging`} find={find} />}
      {others.length === 0 ? (
        <p class="meta">
          {find ? say(reader, 'people.unfound') : say(reader, 'contact.merge.none', { account: account.shortName })}
        </p>
      ) : (
        <form method="post" action={`${address}/merging`} class="stack apart">
          <Guard guard={guard} />
          <SelectField
            id="into"
            name="into"
            label={say(reader, 'contact.merge.into')}
            options={others.map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` }))}
          />
          <div class="end-bar">
            <Button href={address} variant="quiet">
              {say(reader, 'new.cancel')}
            </Button>
            <Button type="submit" variant="danger">
              {say(reader, 'contact.merge.submit')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}
