import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows, Verdict } from '#platform/ui/rows.tsx';
import type { Account, AccountContact } from '../account.ts';
import { say } from '../messages.ts';
import { FindPeople } from './find-people.tsx';
import { Sure } from './sure.tsx';

interface ContactMergePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  /** The entry that goes. */
  contact: AccountContact;
  /** Whom a search found, or the first of all. */
  others: AccountContact[];
  find: string;
  more: boolean;
  /** The one that stays, once it is chosen; then also what goes over to it. */
  into: AccountContact | null;
  goes: { tickets: number; replies: number } | null;
  error?: string | undefined;
}

export function ContactMergePage(props: ContactMergePageProps) {
  const { reader, contact, into, goes } = props;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'contact.merge.title', { name: contact.name })}
        lede={say(reader, 'contact.merge.lede', { name: contact.name })}
      />
      {into && goes ? <Summary {...props} into={into} goes={goes} /> : <Choosing {...props} />}
    </Page>
  );
}

function Choosing({ reader, account, contact, others, find, more }: ContactMergePageProps) {
  const address = `/customers/${account.id}/contacts/${contact.id}/merging`;
  return (
    <Section id="into" title={say(reader, 'contact.merge.into')}>
      {(more || find) && <FindPeople reader={reader} action={address} find={find} />}
      {others.length === 0 ? (
        <p class="meta">
          {find ? say(reader, 'people.unfound') : say(reader, 'contact.merge.none', { account: account.shortName })}
        </p>
      ) : (
        <Card fit="flush">
          <Rows>
            {others.map(({ id, name, email, photo }) => (
              <Row
                href={`${address}?into=${id}`}
                lead={<Avatar name={name} photo={photo} />}
                title={name}
                meta={email}
              />
            ))}
          </Rows>
        </Card>
      )}
    </Section>
  );
}

type Chosen = ContactMergePageProps & { into: AccountContact; goes: { tickets: number; replies: number } };

function Summary({ reader, guard, account, contact, into, goes, error }: Chosen) {
  const names = { from: contact.name, into: into.name };
  const address = `/customers/${account.id}/contacts/${contact.id}/merging`;
  return (
    <form method="post" action={address} class="stack apart">
      <Guard guard={guard} />
      <input type="hidden" name="into" value={into.id} />
      <Section id="goes" title={`${into.name}, ${into.email}`}>
        <Verdict
          rules={[
            { icon: 'ticket', text: say(reader, 'contact.merge.tickets', { all: goes.tickets, ...names }) },
            { icon: 'message-circle', text: say(reader, 'contact.merge.replies', { n: goes.replies, ...names }) },
            { icon: 'lock', text: signIn(reader, contact, into) },
          ]}
        />
      </Section>
      <Sure label={say(reader, 'merge.sure')} error={error} />
      <div class="end-bar">
        <Button href={address} variant="quiet">
          {say(reader, 'merge.other')}
        </Button>
        <Button type="submit" variant="danger">
          {say(reader, 'contact.merge.submit', names)}
        </Button>
      </div>
    </form>
  );
}

/** Which of the two addresses somebody signs in with afterwards. */
function signIn(reader: Reader, gone: AccountContact, stays: AccountContact): string {
  const ended = stays.standing === 'disabled' ? stays : stays.joined ? null : gone;
  if (ended?.standing === 'disabled') return say(reader, 'contact.merge.in.ended', { email: ended.email });
  if (gone.joined && stays.joined) {
    return say(reader, 'contact.merge.in.both', { stays: stays.email, gone: gone.email });
  }
  if (!gone.joined && !stays.joined) return say(reader, 'contact.merge.in.none');
  return say(reader, 'contact.merge.in.one', { stays: (stays.joined ? stays : gone).email });
}
