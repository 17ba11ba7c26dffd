import type { Looks } from '#features/knowledge/index.ts';
import { linkFor } from './list-routes.tsx';
import { say } from './messages.ts';
import { said } from './said.ts';
import { ArticlePage } from './views/article.tsx';

/** An article on the page that its readers have, for whoever writes it: without what they do there. */
export const looks: Looks = (ctx, article, body) => (
  <ArticlePage
    ctx={ctx}
    article={article}
    body={body}
    minutes={said(article).minutes}
    wanted={article.locale}
    named={false}
    elsewhere={undefined}
    crumbs={[
      { label: say(ctx.reader, 'title'), href: '/help' },
      ...(article.category.parent
        ? [{ label: article.category.parent.title, href: `/help/${article.category.parent.slug}` }]
        : []),
      { label: article.category.title, href: `/help/${article.category.slug}` },
      { label: article.title },
    ]}
    related={[]}
    articleLink={linkFor(article.locale)}
  />
);
