import type { Child } from 'hono/jsx';
import type { LiveCategory, LiveText } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatNumber } from '#platform/i18n/format.ts';
import { PageHead, Pagination, Section } from '#platform/ui/page.tsx';
import type { Crumb } from '#platform/ui/shell.tsx';
import { otherThan } from '../language.ts';
import { say } from '../messages.ts';
import { SearchField } from './search.tsx';
import { ArticleRows, AskPerson } from './topics.tsx';
import { Trail } from './trail.tsx';

type Listed = (LiveText & { tongue?: string | undefined })[];

export interface CategoryPageProps {
  ctx: Ctx;
  lang: string;
  /** There are several languages, so addresses name one. */
  named: boolean;
  category: LiveCategory;
  crumbs: Crumb[];
  articles: Listed;
  below: { category: LiveCategory; articles: Listed }[];
  articleLink: (article: LiveText) => string;
  topicLink: (slug: string) => string;
  newer?: string | undefined;
  older?: string | undefined;
  actions?: Child;
}

export function CategoryPage(props: CategoryPageProps) {
  const { ctx, lang, category, articles, below, articleLink, topicLink } = props;
  const { reader } = ctx;
  const tongue = (one: LiveCategory) => otherThan(reader, one.locale);
  return (
    <>
      <SearchField ctx={ctx} lang={props.named ? lang : undefined} suggests />
      <div class="stack snug">
        <Trail ctx={ctx} crumbs={props.crumbs} />
        <PageHead
          title={<span lang={tongue(category)}>{category.title}</span>}
          lede={category.summary && <span lang={tongue(category)}>{category.summary}</span>}
        >
          {props.actions}
        </PageHead>
      </div>
      <div class="columns">
        <div class="stack apart">
          {articles.length > 0 && <ArticleRows reader={reader} articles={articles} linkTo={articleLink} />}
          <Pagination
            label={say(reader, 'category.pages')}
            newer={{ label: say(reader, 'category.newer'), href: props.newer }}
            older={{ label: say(reader, 'category.older'), href: props.older }}
          />
          {below.map((one) => (
            <Section
              id={`in-${one.category.slug}`}
              title={
                <a href={topicLink(one.category.slug)} lang={tongue(one.category)}>
                  {one.category.title}
                </a>
              }
              count={formatNumber(reader, one.category.articles)}
            >
              <ArticleRows reader={reader} articles={one.articles} linkTo={articleLink} />
            </Section>
          ))}
        </div>
        <AskPerson ctx={ctx} />
      </div>
    </>
  );
}
