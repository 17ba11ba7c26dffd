import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatRelative } from '#platform/i18n/format.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import type { Used } from '../figures.ts';
import { say } from '../messages.ts';

/** Which articles the team sends, and how often. */
export function UsedPage({ ctx: { reader }, used }: { ctx: CtxOf<Member>; used: Used[] }) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'used.title')} lede={say(reader, 'used.lede')} />
      <Card fit={used.length === 0 ? undefined : 'flush'}>
        {used.length === 0 ? (
          <Empty icon="message-circle" title={say(reader, 'used.none.title')} text={say(reader, 'used.none.text')} />
        ) : (
          <Rows>
            {used.map(({ number, title, n, last }) => (
              <Row
                title={
                  <a class="name-link" href={`/knowledge/${number}`}>
                    {title}
                  </a>
                }
                meta={say(reader, 'used.last', { time: formatRelative(reader, last, 'within') })}
                end={say(reader, 'used.n', { n })}
              />
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  );
}
