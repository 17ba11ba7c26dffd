import type { Selectable } from 'kysely';
import type { LogDeliveries } from '#platform/db/schema.gen.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDateTime, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, Facts } from '#platform/ui/rows.tsx';
import { Table } from '#platform/ui/table.tsx';
import { say } from '../../messages.ts';
import type { Stream } from '../stream.ts';
import { StreamState } from './state.tsx';

type Delivery = Selectable<LogDeliveries>;

interface Props {
  ctx: Ctx;
  guard: Guarded;
  stream: Stream;
  deliveries: Delivery[];
  secret: string | undefined;
}

export function StreamPage(props: Props) {
  const { ctx, guard, stream, deliveries } = props;
  const { reader } = ctx;
  const act = (name: string, label: string, variant?: 'danger') => (
    <form method="post" action={`/settings/log-streams/${stream.id}/${name}`}>
      <Guard guard={guard} />
      <Button type="submit" variant={variant}>
        {label}
      </Button>
    </form>
  );
  return (
    <Page width="narrow">
      <PageHead title={new URL(stream.url).host} lede={<span class="audit-hash">{stream.url}</span>}>
        {act('tests', say(reader, 'stream.test'))}
        {stream.stoppedAt ? act('resumption', say(reader, 'stream.resume')) : act('pause', say(reader, 'stream.stop'))}
        {act('removal', say(reader, 'stream.remove'), 'danger')}
      </PageHead>
      <Card>
        <Facts
          near
          rows={[
            { term: say(reader, 'stream.state'), value: <StreamState reader={reader} stream={stream} /> },
            { term: say(reader, 'stream.since'), value: <Time reader={reader} date={stream.createdAt} style="date" /> },
            { term: say(reader, 'stream.upTo'), value: formatNumber(reader, stream.afterSeq) },
          ]}
        />
      </Card>
      <Secret {...props} />
      <Section id="deliveries" title={say(reader, 'deliveries')}>
        {deliveries.length === 0 ? (
          <p class="meta">{say(reader, 'deliveries.none')}</p>
        ) : (
          <Deliveries reader={reader} rows={deliveries} />
        )}
      </Section>
    </Page>
  );
}

function Secret({ ctx, guard, stream, secret }: Props) {
  const { reader, now } = ctx;
  const address = `/settings/log-streams/${stream.id}/secret`;
  const until = stream.previousUntil && stream.previousUntil > now ? stream.previousUntil : undefined;
  return (
    <Section id="secret" title={say(reader, 'stream.secret')}>
      <p class="meta">{say(reader, 'stream.secret.text')}</p>
      {until && <p class="meta">{say(reader, 'stream.overlap', { when: formatDateTime(reader, until) })}</p>}
      {secret && (
        <code id="stream-secret" class="audit-data mono">
          {secret}
        </code>
      )}
      <div class="cluster">
        {secret ? (
          <Button data-copy-from="stream-secret" data-copied={say(reader, 'copy.done')}>
            {say(reader, 'copy.command')}
          </Button>
        ) : (
          <Button href={address}>{say(reader, 'stream.secret.show')}</Button>
        )}
        <form method="post" action={address}>
          <Guard guard={{ ...guard, page: `/settings/log-streams/${stream.id}` }} />
          <Button type="submit" variant="quiet">
            {say(reader, 'stream.secret.new')}
          </Button>
        </form>
      </div>
    </Section>
  );
}

function Deliveries({ reader, rows }: { reader: Reader; rows: Delivery[] }) {
  return (
    <Table
      caption={say(reader, 'deliveries')}
      columns={[
        {
          head: say(reader, 'delivery.when'),
          cell: (row) => <Time reader={reader} date={row.tried_at ?? row.created_at} style="dateTime" />,
        },
        {
          head: say(reader, 'delivery.what'),
          cell: (row) =>
            row.kind === 'test' ? say(reader, 'delivery.test') : say(reader, 'delivery.entries', { n: row.events }),
        },
        { head: say(reader, 'delivery.outcome'), cell: (row) => outcomeOf(reader, row) },
        { head: say(reader, 'delivery.tries'), end: true, phone: 'fold', cell: (row) => row.attempts },
        {
          head: say(reader, 'delivery.took'),
          end: true,
          phone: 'fold',
          cell: (row) => (row.millis === null ? '' : say(reader, 'delivery.millis', { n: row.millis })),
        },
      ]}
      rows={rows}
    />
  );
}

function outcomeOf(reader: Reader, { state, status, problem }: Delivery): string {
  if (state === 'arrived') return say(reader, 'delivery.arrived', { status: status ?? '' });
  if (problem === 'answer') return say(reader, 'delivery.answer', { status: status ?? '' });
  const known = (['slow', 'large', 'unreachable'] as const).find((each) => each === problem);
  return say(reader, known ? `delivery.${known}` : 'delivery.waiting');
}
