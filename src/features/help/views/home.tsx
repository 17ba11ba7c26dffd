import type { LiveCategory, LiveText } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { Section } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { SearchField } from './search.tsx';
import { ArticleRows, AskPerson, Topics } from './topics.tsx';

export interface HelpHomeProps {
  ctx: Ctx;
  lang: string;
  /** There are several languages, so addresses name one. */
  named: boolean;
  categories: LiveCategory[];
  latest: (LiveText & { tongue?: string | undefined })[];
  /** What readers open most. */
  often: (LiveText & { tongue?: string | undefined })[];
  topicLink: (slug: string) => string;
  articleLink: (article: LiveText) => string;
}

export function HelpHome(props: HelpHomeProps) {
  const { ctx, lang, categories, latest, often, topicLink, articleLink } = props;
  const { reader, workspace } = ctx;
  return (
    <>
      <section class="hero help-hero">
        <h1>{say(reader, 'ask')}</h1>
        <p>{say(reader, 'lede', { name: workspace.name })}</p>
        {categories.length > 0 && <SearchField ctx={ctx} lang={props.named ? lang : undefined} large suggests />}
      </section>
      {categories.length === 0 ? (
        <Empty icon="book-open" title={say(reader, 'empty')} text={say(reader, 'empty.text')} />
      ) : (
        <section aria-labelledby="topics">
          <h2 id="topics" class="visually-hidden">
            {say(reader, 'topics')}
          </h2>
          <Topics ctx={ctx} categories={categories} linkTo={topicLink} />
        </section>
      )}
      <div class="columns">
        <div class="stack apart">
          {often.length > 0 && (
            <Section id="often" title={say(reader, 'often')}>
              <ArticleRows reader={reader} articles={often} linkTo={articleLink} />
            </Section>
          )}
          {latest.length > 0 && (
            <Section id="latest" title={say(reader, 'latest')}>
              <ArticleRows reader={reader} articles={latest} linkTo={articleLink} />
            </Section>
          )}
        </div>
        <AskPerson ctx={ctx} />
      </div>
    </>
  );
}
