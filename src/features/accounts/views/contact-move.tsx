import type { Field } from '#features/fields/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SearchInput, SelectField } from '#platform/ui/field.tsx';
import { Filters, Page, PageHead } from '#platform/ui/page.tsx';
import { Verdict } from '#platform/ui/rows.tsx';
import type { Account, AccountContact } from '../account.ts';
import { say } from '../messages.ts';
import { Sure } from './sure.tsx';

interface ContactMovePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  contact: AccountContact;
  query: string;
  others: { id: string; name: string }[];
  tickets: { all: number; open: number };
  /** What is filled in about them, and what of it can go along. */
  filled: Field[];
  portable: Field[];
  /** Who may carry on with what is open: whom a search found, or the first of all. */
  heirs: AccountContact[];
  find: string;
  morePeople: boolean;
  /** What was chosen, when the form comes back. */
  values: { into: string; heir: string; along: boolean };
  errors: { into?: string; sure?: string };
}

/** What happens with somebody's tickets is said before anything happens. */
export function ContactMovePage(props: ContactMovePageProps) {
  const { reader, guard, account, contact, query, others, tickets, filled, heirs, find, values, errors } = props;
  const findsHeirs = tickets.open > 0 && (props.morePeople || find !== '');
  const called = (those: Field[]) =>
    formatList(
      reader,
      those.map(({ label }) => label),
    );
  const address = `/customers/${account.id}/contacts/${contact.id}`;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'contact.move.title', { name: contact.name })}
        lede={say(reader, 'contact.move.lede')}
      />
      <div class="stack apart">
        <Verdict
          rules={[
            {
              icon: 'ticket',
              text: say(reader, 'contact.move.tickets', { all: tickets.all, account: account.shortName }),
            },
            ...(tickets.all > 0
              ? [{ icon: 'users' as const, text: say(reader, 'contact.move.open', { open: tickets.open }) }]
              : []),
            ...(filled.length > 0
              ? [
                  {
                    icon: 'file-text' as const,
                    text: say(reader, 'contact.move.filled', { account: account.shortName, fields: called(filled) }),
                  },
                ]
              : []),
            ...(contact.standing === 'disabled'
              ? [{ icon: 'lock' as const, text: say(reader, 'contact.move.ended', { name: contact.name }) }]
              : []),
          ]}
        />
        <Filters action={`${address}/move`} submit={say(reader, 'merge.find.submit')}>
          <SearchInput
            name="q"
            value={query}
            label={say(reader, 'merge.find')}
            placeholder={say(reader, 'contact.move.into.hint')}
          />
          {findsHeirs && (
            <SearchInput
              name="find"
              value={find}
              label={say(reader, 'people.find')}
              placeholder={say(reader, 'contact.move.heir', { account: account.shortName })}
            />
          )}
        </Filters>
        <form method="post" action={`${address}/move`} class="stack">
          <Guard guard={guard} />
          <SelectField
            id="into"
            name="into"
            label={say(reader, 'contact.move.into')}
            error={errors.into}
            value={values.into}
            required
            options={[
              { value: '', label: say(reader, 'contact.move.choose') },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {tickets.open > 0 && heirs.length > 0 && (
            <SelectField
              id="heir"
              name="heir"
              label={say(reader, 'contact.move.heir', { account: account.shortName })}
              value={values.heir}
              options={[
                { value: '', label: say(reader, 'contact.move.heir.none', { name: contact.name }) },
                ...heirs.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {props.portable.length > 0 && (
            <Choice
              type="checkbox"
              name="along"
              value="yes"
              label={say(reader, 'contact.move.along', { fields: called(props.portable) })}
              note={say(reader, 'contact.move.along.note')}
              checked={values.along}
            />
          )}
          <Sure label={say(reader, 'contact.move.sure', { name: contact.name })} error={errors.sure} />
          <div class="end-bar">
            <Button href={address} variant="quiet">
              {say(reader, 'new.cancel')}
            </Button>
            <Button type="submit" variant="primary">
              {say(reader, 'contact.move.submit', { name: contact.name })}
            </Button>
          </div>
        </form>
      </div>
    </Page>
  );
}
