import type { Child } from 'hono/jsx';
import { refOf } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatRelative } from '#platform/i18n/format.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import type { Begun, Used } from '../figures.ts';
import { say } from '../messages.ts';

interface UsedPageProps {
  ctx: CtxOf<Member>;
  used: Used[];
  begun: Begun[];
}

/** Which articles the team sends, and how often; and which came of tickets. */
export function UsedPage({ ctx: { reader }, used, begun }: UsedPageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'used.title')} lede={say(reader, 'used.lede')} />
      <Articles
        none={
          <Empty icon="message-circle" title={say(reader, 'used.none.title')} text={say(reader, 'used.none.text')} />
        }
        rows={used.map(({ number, title, n, last }) => ({
          number,
          title,
          meta: say(reader, 'used.last', { time: formatRelative(reader, last, 'within') }),
          end: say(reader, 'used.n', { n }),
        }))}
      />
      <Section id="begun" title={say(reader, 'begun.title')} count={begun.length}>
        <Articles
          none={
            <Empty icon="book-open" title={say(reader, 'begun.none.title')} text={say(reader, 'begun.none.text')} />
          }
          rows={begun.map(({ number, title, ticket, at }) => ({
            number,
            title,
            meta: say(reader, 'begun.last', { time: formatRelative(reader, at, 'within') }),
            end: (
              <a class="link" href={`/inbox/${ticket}`}>
                {refOf(ticket)}
              </a>
            ),
          }))}
        />
      </Section>
    </Page>
  );
}

interface ArticlesProps {
  rows: { number: number; title: string; meta: string; end: Child }[];
  none: Child;
}

const Articles = ({ rows, none }: ArticlesProps) =>
  rows.length === 0 ? (
    <Card>{none}</Card>
  ) : (
    <Card fit="flush">
      <Rows>
        {rows.map(({ number, title, meta, end }) => (
          <Row
            title={
              <a class="name-link" href={`/knowledge/${number}`}>
                {title}
              </a>
            }
            meta={meta}
            end={end}
          />
        ))}
      </Rows>
    </Card>
  );
