import type { Child } from 'hono/jsx';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate, formatList, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar, Person } from '#platform/ui/people.tsx';
import { Card, Facts, Row, Rows } from '#platform/ui/rows.tsx';
import { MOST, upTo99 } from '#platform/ui/up-to-99.ts';
import { mayPublish, mayWrite } from '../access.ts';
import type { factsGoing } from '../facts.ts';
import { languageName } from '../languages.ts';
import type { Line } from '../list.ts';
import { say } from '../messages.ts';
import type { Queue } from '../queues.ts';
import type { Counted, ToDo } from '../to-do.ts';
import { Languages } from './marks.tsx';
import { NoArticles } from './no-articles.tsx';
import { KnowledgeTabs } from './tabs.tsx';

export interface NextPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  todo: ToDo;
  queues: NonNullable<Awaited<ReturnType<Queue['of']>>>[];
  counts: { all: number; drafts: number; live: number };
  owners: { id: string; name: string; n: number; overdue: number }[];
  languages: string[];
  facts: Awaited<ReturnType<typeof factsGoing>>;
}

const add = (one: number, other: number): number => one + other;

/** What somebody has to do next, the most urgent first; beside it who looks after what. */
export function NextPage(props: NextPageProps) {
  const { ctx, todo, queues, counts, owners, languages, facts } = props;
  const { reader } = ctx;
  const counted = Object.values(todo).map((one) => one.n);
  const n = [...counted.map((one) => Math.min(one, MOST - 1)), ...queues.map((queue) => queue.n)].reduce(add, 0);
  const beyond = counted.some((one) => one >= MOST);
  return (
    <Page width="wide">
      <PageHead
        title={say(reader, 'title')}
        lede={
          counts.all === 0
            ? say(reader, 'lede.none')
            : say(reader, beyond ? 'lede.beyond' : 'lede', { n, live: counts.live })
        }
      >
        <Button variant="quiet" icon="eye" href="/help">
          {say(reader, 'see')}
        </Button>
        {mayPublish(ctx.actor) && (
          <Button variant="quiet" icon="upload" href="/settings/articles">
            {say(reader, 'transfer')}
          </Button>
        )}
        {mayWrite(ctx.actor) && (
          <Button variant="primary" icon="plus" href="/knowledge/new">
            {say(reader, 'write')}
          </Button>
        )}
      </PageHead>
      <KnowledgeTabs reader={reader} current="next" counts={{ next: n, beyond, ...counts }} />
      <Columns
        broad
        asideLabel={say(reader, 'aside')}
        aside={
          <>
            <Section id="going" title={say(reader, 'going')}>
              <Facts
                rows={[
                  { term: say(reader, 'going.live'), value: formatNumber(reader, counts.live) },
                  { term: say(reader, 'going.drafts'), value: formatNumber(reader, counts.drafts) },
                  {
                    term: say(reader, 'going.languages'),
                    value: languages.map((locale) => languageName(locale, reader.locale)).join(', '),
                  },
                  ...facts,
                ]}
              />
            </Section>
            {owners.length > 0 && (
              <Section id="owners" title={say(reader, 'owners')}>
                <div class="stack">
                  {owners.map((owner) => (
                    <Person
                      name={owner.name}
                      href={`/knowledge/articles?owner=${owner.id}`}
                      note={say(reader, 'owners.n', { n: owner.n, overdue: owner.overdue })}
                    />
                  ))}
                </div>
              </Section>
            )}
          </>
        }
      >
        {counts.all === 0 ? <NoArticles ctx={ctx} /> : n === 0 && <Done reader={reader} />}
        {queues.map((queue) => (
          <Section id={queue.id} title={queue.title} count={formatNumber(reader, queue.n)} more={queue.more}>
            <Card fit="flush">
              <Rows>{queue.rows}</Rows>
            </Card>
          </Section>
        ))}
        <Overdue {...props} />
        <Unowned {...props} />
        <Missing {...props} />
        <Silent {...props} />
        <Drafts {...props} />
      </Columns>
    </Page>
  );
}

const Done = ({ reader }: { reader: Reader }) => (
  <Card>
    <Empty icon="book-open" title={say(reader, 'done.title')} text={say(reader, 'done.text')} />
  </Card>
);

interface ListProps {
  id: string;
  title: string;
  counted: Counted;
  more?: { label: string; href: string };
  meta: (line: Line) => Child;
  end: (line: Line) => Child;
}

function List({ id, title, counted, more, meta, end }: ListProps) {
  if (counted.n === 0) return null;
  return (
    <Section id={id} title={title} count={upTo99(counted.n)} more={counted.n > counted.lines.length ? more : undefined}>
      <Card fit="flush">
        <Rows>
          {counted.lines.map((line) => (
            <Row
              title={
                <a class="name-link" href={`/knowledge/${line.number}`}>
                  {line.title}
                </a>
              }
              meta={meta(line)}
              end={end(line)}
            />
          ))}
        </Rows>
      </Card>
    </Section>
  );
}

/** Who looks after it, if they still can. */
const ownerOf = ({ owner }: Line) => (owner && !owner.gone ? owner.name : null);

const Overdue = ({ ctx: { reader }, todo }: NextPageProps) => (
  <List
    id="overdue"
    title={say(reader, 'overdue')}
    counted={todo.overdue}
    more={{ label: say(reader, 'more'), href: '/knowledge/articles?state=overdue' }}
    meta={(line) =>
      say(reader, ownerOf(line) ? 'overdue.meta' : 'overdue.meta.nobody', {
        date: formatDate(reader, line.verifiedUntil!),
        owner: ownerOf(line) ?? '',
      })
    }
    end={(line) => (
      <>
        {ownerOf(line) && <Avatar name={ownerOf(line)!} size="small" />}
        <Button
          size="small"
          href={`/knowledge/${line.number}`}
          aria-label={say(reader, 'review.of', { title: line.title })}
        >
          {say(reader, 'review')}
        </Button>
      </>
    )}
  />
);

const Unowned = ({ ctx: { reader, actor }, guard, todo }: NextPageProps) => (
  <List
    id="unowned"
    title={say(reader, 'unowned')}
    counted={todo.unowned}
    more={{ label: say(reader, 'more'), href: '/knowledge/articles?owner=nobody' }}
    meta={(line) =>
      line.owner?.gone
        ? say(reader, `unowned.${line.owner.gone}`, { name: line.owner.name })
        : say(reader, 'unowned.never')
    }
    end={(line) =>
      mayWrite(actor) && (
        <form method="post" action={`/knowledge/${line.number}/ownership`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
          <Button type="submit" size="small" aria-label={say(reader, 'take.of', { title: line.title })}>
            {say(reader, 'take')}
          </Button>
        </form>
      )
    }
  />
);

function Missing({ ctx: { reader, workspace }, todo, languages }: NextPageProps) {
  const kindOf = (line: Line, locale: string) => {
    const there = line.languages.find((one) => one.locale === locale);
    return !there ? 'none' : there.state !== 'live' ? 'draft' : there.behind ? 'behind' : undefined;
  };
  // What is not there at all stands before what is only older.
  const lacks = (line: Line) =>
    languages.find((locale) => ['none', 'draft'].includes(kindOf(line, locale) ?? '')) ??
    line.languages.find((one) => one.behind)?.locale ??
    workspace.locale;
  const called = (locale: string) => languageName(locale, reader.locale);
  return (
    <List
      id="languages"
      title={say(reader, 'missing')}
      counted={todo.languages}
      more={{ label: say(reader, 'more'), href: '/knowledge/articles?state=lacking' }}
      meta={(line) => {
        const kind = kindOf(line, lacks(line)) ?? 'behind';
        const alike = languages.filter((locale) => kindOf(line, locale) === kind);
        const language = formatList(reader, (alike.length > 0 ? alike : [lacks(line)]).map(called));
        return say(reader, `missing.${kind}`, { language, n: alike.length || 1, own: called(workspace.locale) });
      }}
      end={(line) => (
        <>
          <Languages reader={reader} line={line} all={languages} />
          <Button
            size="small"
            href={`/knowledge/${line.number}?lang=${lacks(line)}`}
            aria-label={say(reader, 'translate.of', { title: line.title })}
          >
            {say(reader, 'translate')}
          </Button>
        </>
      )}
    />
  );
}

const Silent = ({ ctx: { reader }, todo }: NextPageProps) => (
  <List
    id="silent"
    title={say(reader, 'silent')}
    counted={todo.silent}
    meta={() => say(reader, 'silent.meta')}
    end={(line) => (
      <Button
        size="small"
        href={`/knowledge/${line.number}`}
        aria-label={say(reader, 'silent.of', { title: line.title })}
      >
        {say(reader, 'silent.describe')}
      </Button>
    )}
  />
);

const Drafts = ({ ctx: { reader }, todo }: NextPageProps) => (
  <List
    id="drafts"
    title={say(reader, 'unfinished')}
    counted={todo.drafts}
    more={{ label: say(reader, 'more'), href: '/knowledge/articles?state=draft' }}
    meta={(line) => say(reader, 'unfinished.meta', { owner: ownerOf(line) ?? say(reader, 'nobody') })}
    end={(line) => (
      <Button
        size="small"
        href={`/knowledge/${line.number}`}
        aria-label={say(reader, 'unfinished.of', { title: line.title })}
      >
        {say(reader, 'unfinished.go')}
      </Button>
    )}
  />
);
