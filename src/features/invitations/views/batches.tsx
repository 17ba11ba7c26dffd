import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import type { BatchLine } from '../batches.ts';
import { say } from '../messages.ts';

export function Batches({ reader, batches, mails }: { reader: Reader; batches: BatchLine[]; mails: boolean }) {
  const start = (
    <Button variant="primary" icon="user-plus" href="/customers/invitations/new">
      {say(reader, 'new.title')}
    </Button>
  );
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')}>
        {mails && batches.length > 0 && start}
      </PageHead>
      <Card fit={batches.length > 0 ? 'flush' : undefined}>
        {batches.length === 0 ? (
          <Empty
            small
            icon="mail"
            title={say(reader, 'empty.title')}
            text={say(reader, mails ? 'empty.text' : 'noMail')}
            action={mails && start}
          />
        ) : (
          <Rows>
            {batches.map((batch) => (
              <Row
                href={`/customers/invitations/${batch.id}`}
                lead={<Tile icon="mail" />}
                title={say(reader, 'batch.title', { n: batch.people })}
                meta={
                  <>
                    {say(reader, 'batch.by', { name: batch.by })} ·{' '}
                    <Time reader={reader} date={batch.createdAt} style="within" />
                  </>
                }
                end={<StateOf reader={reader} batch={batch} />}
              />
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  );
}

export function StateOf({ reader, batch }: { reader: Reader; batch: BatchLine }) {
  if (batch.stoppedAt) return <Badge tone="bad">{say(reader, 'state.stopped')}</Badge>;
  if (batch.doneAt) return <Badge tone="ok">{say(reader, 'state.done', { n: batch.joined })}</Badge>;
  return <Badge tone="tinted">{say(reader, 'state.running', { invited: batch.invited, n: batch.people })}</Badge>;
}
