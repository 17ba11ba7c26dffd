import type { Ctx } from '#platform/http/context.ts';
import { teamTitle } from './titles.ts';

/** What somebody begins an article from. `from` are the fields of the form that the article begins with. */
export interface Beginner {
  /** The article that was begun from the same, by its id. With `alone`, whoever else begins from it meanwhile waits. */
  before: (ctx: Ctx, from: ReadonlyMap<string, string>, how: 'alone' | 'looking') => Promise<string | null>;
  /** Called when it has begun: what led to it is done with, or counts it. */
  begun: (ctx: Ctx, begun: { id: string; locale: string }, from: ReadonlyMap<string, string>) => Promise<void>;
}

let beginners: readonly Beginner[] = [];

/** Called once, by app/features.ts. */
export function installBeginners(installed: readonly Beginner[]): void {
  beginners = installed;
}

export async function begunFrom(ctx: Ctx, begun: { id: string; locale: string }, from: ReadonlyMap<string, string>) {
  for (const each of beginners) await each.begun(ctx, begun, from);
}

/** An article that somebody has begun already, from the same as whoever begins one now. */
export interface Before {
  id: string;
  number: number;
  title: string;
  at: Date;
  by: string | null;
  own: boolean;
}

export async function begunBefore(
  ctx: Ctx,
  from: ReadonlyMap<string, string>,
  how: 'alone' | 'looking',
): Promise<Before | null> {
  for (const each of beginners) {
    const id = await each.before(ctx, from, how);
    if (id) return begun(ctx, id);
  }
  return null;
}

async function begun(ctx: Ctx, id: string): Promise<Before> {
  const row = await ctx.db
    .selectFrom('articles as a')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.created_by'),
    )
    .select(['a.id', 'a.number', 'a.created_at as at', 'a.created_by as byId', 'm.name as by'])
    .where('a.workspace_id', '=', ctx.workspace.id)
    .where('a.id', '=', id)
    .executeTakeFirstOrThrow();
  const { byId, number, ...article } = row;
  return {
    ...article,
    number: Number(number),
    title: await teamTitle(ctx, id, ctx.reader.locale),
    own: ctx.actor.kind === 'member' && byId === ctx.actor.personId,
  };
}
