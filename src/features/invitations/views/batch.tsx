import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Stats } from '#platform/ui/table.tsx';
import type { BatchLine, BatchPerson } from '../batches.ts';
import { say } from '../messages.ts';
import { StateOf } from './batches.tsx';

interface BatchPageProps {
  reader: Reader;
  guard: Guarded;
  batch: BatchLine;
  people: BatchPerson[];
}

/** How far a batch has come, person by person, and the way to stop it. */
export function BatchPage({ reader, guard, batch, people }: BatchPageProps) {
  const running = !batch.stoppedAt && !batch.doneAt;
  const plan = [
    say(reader, 'wave.option', { n: batch.wave ?? 0 }),
    say(reader, 'remind.option', { n: batch.remindDays ?? 0 }),
  ].join(' · ');
  return (
    <Page width="narrow">
      <PageHead
        before={<StateOf reader={reader} batch={batch} />}
        title={say(reader, 'batch.title', { n: batch.people })}
        lede={`${say(reader, 'batch.by', { name: batch.by })} · ${plan}`}
      >
        {running && (
          <form method="post" action={`/customers/invitations/${batch.id}/stopping`}>
            <Guard guard={guard} />
            <Button type="submit">{say(reader, 'stop')}</Button>
          </form>
        )}
      </PageHead>
      <div class="stack">
        {batch.stoppedWhy && (
          <Notice icon="triangle-alert" tone="warn">
            {say(reader, `why.${batch.stoppedWhy}`)}
          </Notice>
        )}
        <Stats
          items={[
            {
              label: say(reader, 'stat.invited'),
              value: say(reader, 'stat.of', { n: batch.invited, all: batch.people }),
            },
            {
              label: say(reader, 'stat.joined'),
              value: say(reader, 'stat.of', { n: batch.joined, all: batch.people }),
            },
          ]}
        />
        <Card fit="flush">
          <Rows>
            {people.map((person) => (
              <Row
                href={`/customers/${person.accountId}/contacts/${person.id}`}
                lead={<Avatar name={person.name} photo={person.photo} />}
                title={person.name}
                meta={`${person.email} · ${person.account}`}
                end={<Standing reader={reader} person={person} />}
              />
            ))}
          </Rows>
        </Card>
      </div>
    </Page>
  );
}

function Standing({ reader, person }: { reader: Reader; person: BatchPerson }) {
  if (person.identity) return <Badge tone="ok">{say(reader, 'person.joined')}</Badge>;
  if (person.passedOverAt) return <span class="meta">{say(reader, 'person.passed')}</span>;
  const { remindedAt, invitedAt } = person;
  if (!invitedAt) return <span class="meta">{say(reader, 'person.waiting')}</span>;
  const key = remindedAt ? 'person.reminded' : 'person.invited';
  return (
    <span class="meta">
      {say.rich(reader, key, { when: <Time reader={reader} date={remindedAt ?? invitedAt} style="within" /> })}
    </span>
  );
}
