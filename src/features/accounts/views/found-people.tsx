import type { Reader } from '#platform/i18n/reader.ts';
import { Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import type { FoundPerson } from '../find.ts';
import { say } from '../messages.ts';

/** The people a search may mean, before the companies it may mean. */
export function FoundPeople({ reader, people }: { reader: Reader; people: FoundPerson[] }) {
  if (people.length === 0) return null;
  return (
    <Section id="people" title={say(reader, 'people.found')}>
      <Card fit="flush">
        <Rows>
          {people.map(({ id, name, email, title, photo, accountId, account }) => (
            <Row
              href={`/customers/${accountId}/contacts/${id}`}
              lead={<Avatar name={name} photo={photo} />}
              title={name}
              meta={[title, account].filter(Boolean).join(' · ')}
              end={<span class="meta off-phones">{email}</span>}
              data-list-item=""
            />
          ))}
        </Rows>
      </Card>
    </Section>
  );
}
