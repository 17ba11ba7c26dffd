import { articlePath, type LiveArticle } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { publicOrigin } from '#platform/http/origins.ts';
import type { Crumb } from '#platform/ui/shell.tsx';

const CONTEXT = 'https://schema.org';

const business = (ctx: Ctx) => ({
  '@type': 'Organization',
  name: ctx.workspace.name,
  url: publicOrigin(ctx),
});

/** The way to the page: https://schema.org/BreadcrumbList */
export const trailData = (ctx: Ctx, crumbs: readonly Crumb[], path: string): object => ({
  '@context': CONTEXT,
  '@type': 'BreadcrumbList',
  itemListElement: crumbs.map(({ label, href }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name: label,
    item: publicOrigin(ctx) + (href ?? path),
  })),
});

/** https://schema.org/Article. Its author is the business: visitors see nobody of the team. */
export const articleData = (ctx: Ctx, article: LiveArticle, description: string, picture: string): object => ({
  '@context': CONTEXT,
  '@type': 'Article',
  headline: article.title.slice(0, 110),
  description,
  inLanguage: article.locale,
  datePublished: article.publishedAt.toISOString(),
  dateModified: article.changedAt.toISOString(),
  ...(article.verifiedUntil && !article.overdue ? { expires: article.verifiedUntil.toISOString() } : {}),
  mainEntityOfPage: publicOrigin(ctx) + articlePath(article),
  image: [publicOrigin(ctx) + picture],
  author: business(ctx),
  publisher: business(ctx),
});
