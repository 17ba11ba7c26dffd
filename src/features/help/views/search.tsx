import { type LiveCategory, languageName } from '#features/knowledge/index.ts';
import { DidYouMean, type Found, type Hit, Marked } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { asset } from '#platform/ui/assets.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Pagination, Tabs } from '#platform/ui/page.tsx';
import { Card, Row, Rows } from '#platform/ui/rows.tsx';
import { otherThan } from '../language.ts';
import { say } from '../messages.ts';
import { AskPerson, Topics } from './topics.tsx';

export interface SearchFieldProps {
  ctx: Ctx;
  /** The language that is read in, where there are several. */
  lang?: string | undefined;
  query?: string | undefined;
  large?: boolean | undefined;
  /** An article is read and has no script of its own: of visitors' pages only those suggest that lead to articles. */
  suggests?: boolean | undefined;
}

/**
 * The one field of the help center. A form: it works without a script. With one, what is found so far stands below it while somebody types; a
 * visitor's page has no other.
 */
export function SearchField({ ctx: { reader, actor }, lang, query, large, suggests }: SearchFieldProps) {
  return (
    <search class={large ? 'help-search large' : 'help-search'}>
      <form method="get" action="/help/search">
        {lang && <input type="hidden" name="lang" value={lang} />}
        <SearchInput
          name="q"
          label={say(reader, 'search.label')}
          placeholder={say(reader, large ? 'search.placeholder' : 'search.label')}
          value={query}
          data-suggest="/help/search/typing"
        />
        <Button type="submit">{say(reader, 'search.submit')}</Button>
      </form>
      <div class="help-suggested">
        <p class="visually-hidden" role="status" />
        <ul />
      </div>
      {suggests && actor.kind === 'visitor' && <script type="module" src={asset('suggest.js')} />}
    </search>
  );
}

export interface HelpSearchProps {
  ctx: Ctx;
  lang: string;
  /** There are several languages, so addresses name one. */
  named: boolean;
  query: string;
  found: Found;
  /** Everything that was found in the topic, the best first; `page` of it is shown. */
  hits: Hit[];
  /** The same of all topics. */
  all: Hit[];
  /** Of so many there may be more. */
  most: number;
  page: number;
  perPage: number;
  topic: LiveCategory | undefined;
  categories: LiveCategory[];
  filling: boolean;
  /** When only nearly it was found: what was probably meant. */
  meant: string | null;
  link: (more: Record<string, string>) => string;
  opened: (id: string) => string;
  topicLink: (slug: string) => string;
}

/** What was found for what somebody asks, by topic; and a way on when it is nothing. */
export function HelpSearch(props: HelpSearchProps) {
  const { ctx, lang, named, query, hits, topic, page, perPage, categories, link } = props;
  const { reader } = ctx;
  const shown = hits.slice((page - 1) * perPage, page * perPage);
  const paged = (n: number) => link({ ...(topic && { topic: topic.slug }), ...(n > 1 && { page: String(n) }) });
  return (
    <>
      <div class="stack snug">
        <h1>{query ? say(reader, 'search.for', { query }) : say(reader, 'search.title')}</h1>
        <SearchField ctx={ctx} lang={named ? lang : undefined} query={query} suggests />
      </div>
      {props.filling && <Notice icon="clock">{say(reader, 'search.filling')}</Notice>}
      {hits.length > 0 && <Told {...props} />}
      {props.meant && <DidYouMean reader={reader} query={props.meant} href={link({ q: props.meant })} />}
      {shown.length > 0 && (
        <Card fit="flush">
          <Rows>
            {shown.map((hit) => (
              <FoundArticle {...props} hit={hit} />
            ))}
          </Rows>
        </Card>
      )}
      <Pagination
        label={say(reader, 'category.pages')}
        newer={{ label: say(reader, 'category.newer'), href: page > 1 ? paged(page - 1) : undefined }}
        older={{
          label: say(reader, 'category.older'),
          href: page * perPage < hits.length ? paged(page + 1) : undefined,
        }}
      />
      {query !== '' && hits.length === 0 && <Nothing {...props} />}
      {query === '' ? (
        <section aria-labelledby="topics">
          <h2 id="topics" class="visually-hidden">
            {say(reader, 'topics')}
          </h2>
          <Topics
            ctx={ctx}
            categories={categories.filter(({ parentId }) => parentId === null)}
            linkTo={props.topicLink}
          />
        </section>
      ) : (
        <AskPerson ctx={ctx} about={query} />
      )}
    </>
  );
}

/** How many, whether they are what was meant, and of which topics. Of the best of many nobody knows how many a topic has. */
function Told({ ctx: { reader }, found, hits, all, most, topic, categories, link }: HelpSearchProps) {
  const isAll = all.length < most;
  const count = (id: string) => all.filter((hit) => hit.topic === id).length;
  const topics = categories
    .map((one) => ({ ...one, n: count(one.id) }))
    .filter((one) => one.n > 0 || one.id === topic?.id);
  return (
    <div class="stack snug">
      <p class="meta" role="status">
        {say(reader, hits.length < most ? 'search.found' : 'search.best', { n: hits.length })}
        {found.how !== 'all' && ` · ${say(reader, `search.${found.how}`)}`}
      </p>
      {topics.length > 1 && (
        <Tabs
          label={say(reader, 'topics')}
          items={[
            {
              label: say(reader, 'search.all'),
              href: link({}),
              current: !topic,
              count: isAll ? all.length : undefined,
            },
            ...topics.map((one) => ({
              label: one.title,
              href: link({ topic: one.slug }),
              current: one.id === topic?.id,
              count: isAll ? one.n : undefined,
            })),
          ]}
        />
      )}
    </div>
  );
}

function FoundArticle({ ctx: { reader }, hit, lang, opened }: HelpSearchProps & { hit: Hit }) {
  const said = otherThan(reader, hit.lang);
  // Another than was looked for.
  const other = hit.lang === lang ? undefined : hit.lang;
  return (
    <Row
      href={opened(hit.id)}
      // It counts what is opened: fetched ahead, the page would be there at the click, and nobody have asked for it.
      data-turbo-prefetch="false"
      lead={<Icon name="file-text" />}
      title={
        <span lang={said}>
          <Marked text={hit.marked} />
        </span>
      }
      meta={hit.note}
      below={
        hit.snippet ? (
          <span lang={said}>
            <Marked text={hit.snippet} />
          </span>
        ) : undefined
      }
      end={
        <>
          {other && <span class="badge">{languageName(other, reader.locale)}</span>}
          <Icon name="chevron-right" size="small" />
        </>
      }
    />
  );
}

function Nothing({ ctx: { reader, actor }, query, link }: HelpSearchProps) {
  const visitor = actor.kind === 'visitor';
  return (
    <Card>
      <Empty
        icon="search"
        title={say(reader, 'search.none', { query })}
        text={say(reader, visitor ? 'search.none.visitor' : 'search.none.text')}
        action={
          visitor && (
            <Button href={`/sign-in?next=${encodeURIComponent(link({}))}`}>{say(reader, 'head.signIn')}</Button>
          )
        }
        small
      />
    </Card>
  );
}
