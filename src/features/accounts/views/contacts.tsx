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
            note={<Note reader={reader} contact={contact} />}
            also={contact.phone && <PhoneLink number={contact.phone} />}
          >
            <Invite reader={reader} contact={contact} {...rest} />
          </Person>
          {contact.flags.length > 0 && <FlagBadges reader={reader} held={contact.flags} />}
        </li>
      ))}
    </ul>
  );
}

function Note({ reader, contact }: { reader: Reader; contact: AccountContact }) {
  const { standing, invitedAt } = contact;
  const role = roleName(reader, { side: 'contact', key: contact.role, name: contact.roleName });
  const what = contact.title || role;
  if (standing === 'active') return <>{contact.title ? `${what} · ${role}` : what}</>;
  if (contact.mail?.state === 'failed') {
    return (
      <>
        {what} · <Badge tone="bad">{say(reader, 'mail.failed.short')}</Badge>
      </>
    );
  }
  const how =
    standing === 'invited' && invitedAt
      ? say.rich(reader, 'standing.invited', { when: <Time reader={reader} date={invitedAt} /> })
      : say(reader, `standing.${standing}`, { when: '' });
  return (
    <>
      {what} · {how}
    </>
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
