import type { LiveCategory, LiveText } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { type IconName, icons } from '#platform/ui/icons.ts';
import { Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { offersToAsk } from '../ask.ts';
import { otherThan } from '../language.ts';
import { say } from '../messages.ts';

/** A row from another version may name a drawing that there is none of. */
const iconOf = (name: string): IconName => icons.find((icon) => icon === name) ?? 'book-open';

export interface TopicsProps {
  ctx: Ctx;
  categories: LiveCategory[];
  linkTo: (slug: string) => string;
}

/** Cards, each a category with what is in it. */
export function Topics({ ctx, categories, linkTo }: TopicsProps) {
  return (
    <ul class="grid help-topics">
      {categories.map((category) => (
        <li>
          <a class="card help-topic" href={linkTo(category.slug)}>
            <Tile icon={iconOf(category.icon)} tone="tinted" />
            <span lang={otherThan(ctx.reader, category.locale)}>
              <b>{category.title}</b>
              {category.summary && <span class="soft">{category.summary}</span>}
              <span class="meta" lang={ctx.reader.locale}>
                {say(ctx.reader, 'articles', { n: category.articles })}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Articles in a list, each with its language where that is another than the page's. */
export function ArticleRows({
  reader,
  articles,
  linkTo,
}: {
  reader: Reader;
  articles: readonly (LiveText & { tongue?: string | undefined })[];
  linkTo: (article: LiveText) => string;
}) {
  return (
    <Rows>
      {articles.map((article) => {
        const other = otherThan(reader, article.locale);
        return (
          <Row
            href={linkTo(article)}
            lead={<Icon name="file-text" />}
            title={<span lang={other}>{article.title}</span>}
            meta={article.summary ? <span lang={other}>{article.summary}</span> : undefined}
            end={
              <>
                {article.tongue && <span class="badge">{article.tongue}</span>}
                <Icon name="chevron-right" size="small" />
              </>
            }
          />
        );
      })}
    </Rows>
  );
}

/** For whoever found nothing: a person. Not for those who are kept out of asking, and not for the team. */
export function AskPerson({ ctx, about }: { ctx: Ctx; about?: string | undefined }) {
  const { reader, workspace, actor } = ctx;
  if (!offersToAsk(actor)) return null;
  const promise = workspace.replyPromiseMinutes;
  return (
    <section class="card stack snug" aria-labelledby="ask-person">
      <h2 id="ask-person">{say(reader, 'contact.title')}</h2>
      <p class="soft">
        {promise
          ? say(reader, 'contact.promise', { time: formatDuration(reader, promise * 60) })
          : say(reader, 'contact.text')}
      </p>
      <div>
        <Button variant="primary" href={about ? `/support/new?subject=${encodeURIComponent(about)}` : '/support/new'}>
          {say(reader, 'contact.action', { name: workspace.shortName || workspace.name })}
        </Button>
      </div>
    </section>
  );
}
