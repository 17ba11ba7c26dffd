import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Notice } from '#platform/ui/notice.tsx';
import { Section } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import { type Look, SHOWN } from '../retention-look.ts';

/** What rules that are tried would take away tonight: which, and what a hold keeps from them. */
export function Tonight({ reader, looks }: { reader: Reader; looks: Look[] }) {
  return (
    <Section id="tonight" title={say(reader, 'tonight.title')}>
      <Notice icon="info">{say(reader, 'tonight.unsaved')}</Notice>
      {looks.every(({ n, held }) => n + held === 0) && <p class="meta">{say(reader, 'tonight.nothing')}</p>}
      {looks
        .filter(({ n, held }) => n + held > 0)
        .map((look) => (
          <OfKind reader={reader} look={look} />
        ))}
    </Section>
  );
}

function OfKind({ reader, look: { kind, n, oldest, newest, held, things } }: { reader: Reader; look: Look }) {
  const day = (date: Date | null) => (date ? formatDate(reader, date, 'date') : '');
  return (
    <div id={`tonight-${kind}`} class="stack snug">
      <h3>{say(reader, `retention.${kind}`)}</h3>
      <p>
        {n === 0
          ? say(reader, 'tonight.none')
          : say(reader, 'tonight.some', {
              n,
              oldest: day(oldest),
              newest: day(newest),
              same: day(oldest) === day(newest) ? 'yes' : 'no',
            })}{' '}
        {held > 0 && say(reader, 'tonight.held', { n: held })}
      </p>
      {things.length > 0 && (
        <Card fit="flush">
          <Rows>
            {things.map((one) => (
              <Row
                id={`tonight-${one.id}`}
                href={one.href ?? undefined}
                title={one.name}
                meta={[one.note, day(one.at)].filter(Boolean).join(' · ')}
                end={one.held ? <Badge tone="warn">{say(reader, 'tonight.kept')}</Badge> : undefined}
              />
            ))}
          </Rows>
        </Card>
      )}
      {things.length > 0 && n > SHOWN && <p class="meta">{say(reader, 'tonight.more', { n: n - SHOWN })}</p>}
    </div>
  );
}
