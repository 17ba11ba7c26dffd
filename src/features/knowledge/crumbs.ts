import type { Ctx } from '#platform/http/context.ts';
import type { Crumb } from '#platform/ui/shell.tsx';
import type { Article } from './article.ts';
import { say } from './messages.ts';
import { teamTitle } from './titles.ts';

/** Where a page of the authoring side stands. */
export async function crumbs(
  ctx: Ctx,
  article?: Article,
  page?: 'compare' | 'preview' | 'who' | 'new' | 'tab.categories' | 'readers',
): Promise<Crumb[]> {
  const title = article && (await teamTitle(ctx, article.id, ctx.reader.locale));
  return [
    { label: say(ctx.reader, 'title'), ...(article || page ? { href: '/knowledge' } : {}) },
    ...(article
      ? [{ label: title || say(ctx.reader, 'untitled'), ...(page ? { href: `/knowledge/${article.number}` } : {}) }]
      : []),
    ...(page ? [{ label: say(ctx.reader, page) }] : []),
  ];
}
