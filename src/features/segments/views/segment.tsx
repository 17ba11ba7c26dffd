import type { Guarded } from '#platform/http/guard.tsx';
import type { Page as PageOf } from '#platform/http/keyset.ts';
import { formatDate, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Pagination, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import type { Attribute } from '../attributes.ts';
import { say } from '../messages.ts';
import type { Pick } from '../picks.ts';
import type { Customer } from '../preview.ts';
import type { SegmentLine } from '../segment.ts';
import { conditionText } from '../sentence.ts';
import type { Reason } from '../why.ts';
import { FilledByThem } from './filled-by-them.tsx';
import { PickActs, Picks } from './picks.tsx';
import { ReasonVerdict } from './reason.tsx';
import { howText } from './segments.tsx';

export interface SegmentProps {
  reader: Reader;
  guard: Guarded;
  segment: SegmentLine;
  attributes: readonly Attribute[];
  customers: PageOf<Customer & { since: Date }>;
  picks: Pick[];
  /** What it opens, in words. */
  opens: string[];
  find: string;
  reasons: Reason[];
  mayManage: boolean;
  /** A form that came back: refused, or kept. */
  back?: { account: string; until: string; error?: string } | undefined;
}

export function SegmentPage(props: SegmentProps) {
  const { reader, segment, mayManage } = props;
  const address = `/customers/segments/${segment.id}`;
  return (
    <Page width="wide">
      <PageHead title={segment.name} lede={`${say(reader, 'in', { n: segment.customers })} ${segment.note}`.trim()}>
        {mayManage && (
          <Button variant="danger" href={`${address}/deletion`}>
            {say(reader, 'remove')}
          </Button>
        )}
        {mayManage && (
          <Button variant="primary" icon="pen-line" href={`${address}/rule`}>
            {say(reader, 'edit')}
          </Button>
        )}
      </PageHead>
      <Columns broad asideLabel={howText(reader, segment, props.attributes)} aside={<Aside {...props} />}>
        <Look {...props} />
        <Section
          id="customers"
          title={say(reader, 'in.title')}
          count={segment.customers ? formatNumber(reader, segment.customers) : undefined}
        >
          <In {...props} />
        </Section>
      </Columns>
    </Page>
  );
}

function In({ reader, segment, customers }: SegmentProps) {
  const address = `/customers/segments/${segment.id}`;
  if (customers.rows.length === 0) {
    const text = say(reader, segment.kind === 'hand' ? 'in.none.hand' : 'in.none.rule');
    return (
      <Card>
        <Empty small icon="tag" title={say(reader, 'preview.none')} text={text} />
      </Card>
    );
  }
  return (
    <>
      <Card fit="flush">
        <Rows>
          {customers.rows.map((one) => (
            <Row
              href={`/customers/${one.id}`}
              lead={<Avatar name={one.name} square />}
              title={one.name}
              meta={one.plan || undefined}
              end={<span class="meta">{say(reader, 'in.since', { date: formatDate(reader, one.since) })}</span>}
            />
          ))}
        </Rows>
      </Card>
      <Pagination
        label={say(reader, 'pages')}
        newer={{ label: say(reader, 'newer'), href: customers.newer && `${address}?before=${customers.newer}` }}
        older={{ label: say(reader, 'older'), href: customers.older && `${address}?after=${customers.older}` }}
      />
    </>
  );
}

/** Why one customer is in, or is not, and what may be done about it. */
function Look({ reader, guard, segment, attributes, find, reasons, mayManage, back }: SegmentProps) {
  return (
    <Section id="look" title={say(reader, segment.kind === 'hand' && mayManage ? 'find.hand' : 'find')}>
      <search>
        <form class="filters" method="get" action={`/customers/segments/${segment.id}`}>
          <SearchInput name="find" value={find} label={say(reader, 'find')} placeholder={say(reader, 'find.hint')} />
          <Button type="submit">{say(reader, 'find.submit')}</Button>
        </form>
      </search>
      {guard.kept && !back?.error && (
        <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
      )}
      {find && reasons.length === 0 && <p class="meta">{say(reader, 'find.none')}</p>}
      {reasons.map((reason) => (
        <ReasonVerdict
          reader={reader}
          segment={segment}
          reason={reason}
          attributes={attributes}
          acts={
            mayManage && (
              <PickActs
                reader={reader}
                guard={guard}
                segment={segment}
                reason={reason}
                {...(back?.account === reason.accountId ? { error: back.error, until: back.until } : {})}
              />
            )
          }
        />
      ))}
    </Section>
  );
}

function Aside({ reader, guard, segment, attributes, picks, opens, mayManage }: SegmentProps) {
  const { conditions, match } = segment.rule;
  return (
    <>
      <Section id="rule" title={say(reader, 'rule.title')}>
        {segment.kind === 'hand' ? (
          <p class="meta">{say(reader, 'how.hand')}</p>
        ) : (
          <div>
            {conditions.length > 1 && <p class="meta">{say(reader, `rule.${match}`)}</p>}
            {conditions.map((condition) => (
              <div class="rule">
                <Icon name="users" size="small" />
                <span>{conditionText(reader, condition, attributes)}</span>
              </div>
            ))}
          </div>
        )}
      </Section>
      {segment.kind === 'rule' && (
        <Section id="picks" title={say(reader, 'picks')}>
          <Picks reader={reader} guard={guard} segment={segment} picks={picks} mayManage={mayManage} />
        </Section>
      )}
      <Section
        id="opens"
        title={say(reader, 'opens')}
        more={mayManage ? { label: say(reader, 'opens.change'), href: '/settings/rooms' } : undefined}
      >
        {opens.length === 0 ? (
          <p class="meta">{say(reader, 'opens.none')}</p>
        ) : (
          opens.map((name) => (
            <div class="rule">
              <Icon name="key-round" size="small" />
              <span>{name}</span>
            </div>
          ))
        )}
        {opens.length > 0 && <FilledByThem reader={reader} attributes={attributes} conditions={conditions} />}
      </Section>
    </>
  );
}
