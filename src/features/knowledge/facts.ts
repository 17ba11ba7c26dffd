import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';

interface Fact {
  term: string;
  value: Child;
}

/** What another part of the house knows of an article, or of all of them. */
export interface ArticleFacts {
  of: (ctx: Ctx, articleId: string) => Promise<Fact[]>;
  going: (ctx: Ctx) => Promise<Fact[]>;
}

let installed: readonly ArticleFacts[] = [];

/** Called once, by app/features.ts. */
export function installArticleFacts(list: readonly ArticleFacts[]): void {
  installed = list;
}

export const factsOf = async (ctx: Ctx, articleId: string): Promise<Fact[]> =>
  (await Promise.all(installed.map((facts) => facts.of(ctx, articleId)))).flat();

export const factsGoing = async (ctx: Ctx): Promise<Fact[]> =>
  (await Promise.all(installed.map((facts) => facts.going(ctx)))).flat();
