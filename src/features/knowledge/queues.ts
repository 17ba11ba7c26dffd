import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';

/** Something more that authors have to do next, from another part of the house: searches in vain, articles that did not help. */
export interface Queue {
  /** Null when there is nothing to do. */
  of(
    ctx: Ctx,
  ): Promise<{ id: string; title: string; n: number; more?: { label: string; href: string }; rows: Child } | null>;
}

let queues: readonly Queue[] = [];

/** Called once, by app/features.ts. They stand above what the list itself knows. */
export function installQueues(installed: readonly Queue[]): void {
  queues = installed;
}

export const queuesOf = async (ctx: Ctx) =>
  (await Promise.all(queues.map((queue) => queue.of(ctx)))).filter((queue) => queue !== null);
