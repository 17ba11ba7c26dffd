import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import type { LiveArticle } from './live.ts';
import type { Rendered } from './render.ts';

/** How an article looks to its readers. */
export type Looks = (ctx: Ctx, article: LiveArticle, body: Rendered) => Child;

let looks: Looks = () => null;

/** Called once, by app/features.ts: the page of the help center shows a draft as well. */
export function installLooks(installed: Looks): void {
  looks = installed;
}

export const asReadersSee: Looks = (ctx, article, body) => looks(ctx, article, body);
