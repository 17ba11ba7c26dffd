import type { Guarded } from '#platform/http/guard.tsx';
import type { Page as PageOf } from '#platform/http/keyset.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import type { Account, AccountContact } from '../account.ts';
import { say } from '../messages.ts';
import { Contacts } from './contacts.tsx';
import { FindPeople } from './find-people.tsx';

interface PeoplePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  people: PageOf<AccountContact>;
  find: string;
  mayInvite: boolean;
  mails: boolean;
}

export function PeoplePage({ reader, guard, account, people, find, mayInvite, mails }: PeoplePageProps) {
  const address = `/customers/${account.id}/contacts`;
  const to = (name: 'before' | 'after', cursor: string | undefined) =>
    cursor && `${address}?${new URLSearchParams({ ...(find ? { find } : {}), [name]: cursor })}`;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'people.title', { account: account.shortName })} />
      <div class="stack">
        <FindPeople reader={reader} action={address} find={find} />
        {find && people.rows.length === 0 ? (
          <p class="meta">{say(reader, 'people.unfound')}</p>
        ) : (
          <Card>
            <Contacts
              reader={reader}
              guard={guard}
              accountId={account.id}
              contacts={people.rows}
              mayInvite={mayInvite}
              mails={mails}
            />
          </Card>
        )}
        <Pagination
          label={say(reader, 'pages')}
          newer={{ label: say(reader, 'people.before'), href: to('before', people.newer) }}
          older={{ label: say(reader, 'people.after'), href: to('after', people.older) }}
        />
      </div>
    </Page>
  );
}
