import { roleName } from '#features/roles/index.ts';
import { FlagBadges } from '#features/visibility/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Person, PhoneLink } from '#platform/ui/people.tsx';
import { Badge } from '#platform/ui/state.tsx';
import type { AccountContact } from '../account.ts';
import { say } from '../messages.ts';

export interface ContactsProps {
  reader: Reader;
  guard: Guarded;
  accountId: string;
  contacts: AccountContact[];
  mayInvite: boolean;
  mails: boolean;
}

/** The people at a customer, each with how far they have come, and a way to help whoever has not. */
export function Contacts({ reader, contacts, ...rest }: ContactsProps) {
  if (contacts.length === 0) return <p class="meta">{say(reader, 'contacts.empty')}</p>;
  return (
    <ul class="people-list">
      {contacts.map((contact) => (
        <li>
          <Person
            name={contact.name}
            href={`/customers/${rest.accountId}/contacts/${contact.id}`}
            photo={contact.photo}
            note={whatThey(reader, contact)}
            also={(contact.standing !== 'active' || contact.phone) && <Standing reader={reader} contact={contact} />}
          >
            <Invite reader={reader} contact={contact} {...rest} />
          </Person>
          {contact.flags.length > 0 && <FlagBadges reader={reader} held={contact.flags} />}
        </li>
      ))}
    </ul>
  );
}

function whatThey(reader: Reader, { standing, title, role, roleName: name }: AccountContact): string {
  const may = roleName(reader, { side: 'contact', key: role, name });
  if (!title) return may;
  return standing === 'active' ? `${title} · ${may}` : title;
}

/** How far somebody has come who is not here, and their number: lines of their own, because both are read to the end. */
function Standing({ reader, contact }: { reader: Reader; contact: AccountContact }) {
  const { standing, phone } = contact;
  const number = phone && <PhoneLink number={phone} />;
  if (standing === 'active') return <>{number}</>;
  return (
    <>
      <How reader={reader} contact={contact} />
      {number && <br />}
      {number}
    </>
  );
}

function How({ reader, contact: { standing, invitedAt, mail } }: { reader: Reader; contact: AccountContact }) {
  if (mail?.state === 'failed') return <Badge tone="bad">{say(reader, 'mail.failed.short')}</Badge>;
  if (standing !== 'invited' || !invitedAt) return <>{say(reader, `standing.${standing}`, { when: '' })}</>;
  return (
    <>{say.rich(reader, 'standing.invited', { when: <Time reader={reader} date={invitedAt} style="within" /> })}</>
  );
}

function Invite({
  reader,
  guard,
  accountId,
  contact,
  mayInvite,
  mails,
}: Omit<ContactsProps, 'contacts'> & { contact: AccountContact }) {
  if (!mayInvite || contact.standing === 'active' || contact.standing === 'disabled') return null;
  const first = contact.standing === 'uninvited';
  return (
    <form method="post" action={`/customers/${accountId}/contacts/${contact.id}/invitation`}>
      <Guard guard={guard} />
      <Button
        type="submit"
        size="small"
        aria-label={say(reader, first ? 'invite.label' : mails ? 'remind.label' : 'remind.link.label', {
          name: contact.name,
        })}
      >
        {say(reader, first ? 'invite.short' : mails ? 'remind' : 'remind.link')}
      </Button>
    </form>
  );
}
