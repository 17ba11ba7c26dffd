import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Table } from '#platform/ui/table.tsx';
import type { Attribute } from '../attributes.ts';
import { say } from '../messages.ts';
import type { Segment, SegmentLine } from '../segment.ts';
import { conditionText } from '../sentence.ts';

interface SegmentsProps {
  reader: Reader;
  segments: SegmentLine[];
  attributes: readonly Attribute[];
  /** What each opens, in words. */
  opens: ReadonlyMap<string, string[]>;
  mayManage: boolean;
}

export function SegmentsPage({ reader, segments, attributes, opens, mayManage }: SegmentsProps) {
  const make = mayManage && (
    <Button variant="primary" icon="plus" href="/customers/segments/new">
      {say(reader, 'new')}
    </Button>
  );
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')}>
        {segments.length > 0 && make}
      </PageHead>
      {segments.length === 0 ? (
        <Card>
          <Empty icon="tag" title={say(reader, 'empty.title')} text={say(reader, 'empty.text')} action={make} />
        </Card>
      ) : (
        <Table
          caption={say(reader, 'title')}
          rows={segments}
          columns={[
            {
              head: say(reader, 'column.name'),
              cell: (one) => (
                <a class="person" href={`/customers/segments/${one.id}`}>
                  <div>
                    <b class="clip">{one.name}</b>
                    {one.note && <span class="meta clip">{one.note}</span>}
                  </div>
                </a>
              ),
            },
            {
              head: say(reader, 'column.how'),
              phone: 'wide',
              meta: true,
              cell: (one) => howText(reader, one, attributes),
            },
            {
              head: say(reader, 'column.opens'),
              phone: 'fold',
              meta: true,
              cell: (one) => opens.get(one.id)?.join(', '),
            },
            {
              head: say(reader, 'column.customers'),
              end: true,
              phone: 'beside',
              cell: (one) => formatNumber(reader, one.customers),
            },
          ]}
        />
      )}
    </Page>
  );
}

/** A rule in a line: its first condition, and how many more there are. */
export function howText(reader: Reader, { kind, rule }: Segment, attributes: readonly Attribute[]): string {
  if (kind === 'hand') return say(reader, 'how.hand');
  const [first] = rule.conditions;
  if (!first) return say(reader, 'how.nobody');
  const text = conditionText(reader, first, attributes);
  return rule.conditions.length > 1 ? say(reader, 'how.more', { text, n: rule.conditions.length - 1 }) : text;
}
