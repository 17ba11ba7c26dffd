import { people, type Size, sizes } from '#app/seed/index.ts';
import { inboxFilter, inboxTickets } from '#features/tickets/inbox.ts';
import { customerTickets } from '#features/tickets/queries.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { asSystem, inScope } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { actorOf } from '#platform/http/scoped.ts';
import type { Platform } from '#platform/platform.ts';
import { signIn } from './floor-sessions.ts';

const ROUNDS = 400;
const WARM = 50;

export interface PageOne {
  list: string;
  /** Median milliseconds of the scoped transaction with the page's query, at 10,000 and at 200,000 tickets. */
  medium: number;
  large: number;
  ratio: number;
}

const lists = {
  'ticket list of a customer': { who: 'customer', load: (ctx: Ctx) => mine(ctx) },
  'inbox: needs a reply': { who: 'agent', load: (ctx: Ctx) => inbox(ctx, 'reply') },
  'inbox: all': { who: 'agent', load: (ctx: Ctx) => inbox(ctx, 'all') },
} as const;

/** The first page of the same list in a workspace of 10,000 tickets and in one of 200,000, by turns. */
export async function pageOne(platform: Platform): Promise<PageOne[]> {
  const results: PageOne[] = [];
  for (const [list, { who, load }] of Object.entries(lists)) {
    const sides = [await side(platform, sizes.medium, who, load), await side(platform, sizes.large, who, load)];
    const times: number[][] = [[], []];
    for (let round = -WARM; round < ROUNDS; round++) {
      for (const [index, once] of sides.entries()) {
        const since = performance.now();
        await once();
        if (round >= 0) times[index]!.push(performance.now() - since);
      }
    }
    const [medium, large] = times.map(median) as [number, number];
    results.push({ list, medium, large, ratio: large / medium });
  }
  return results;
}

async function side(platform: Platform, size: Size, who: 'customer' | 'agent', load: (ctx: Ctx) => Promise<unknown>) {
  const { workspaceId } = size;
  const token = await asSystem(platform.pool, workspaceId, async (db) => {
    const { id } = await db
      .selectFrom('identities')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('email', '=', people(size)[who])
      .executeTakeFirstOrThrow();
    return signIn(db, workspaceId, id);
  });
  const scope = { workspaceId, tokenHash: sha256Hex(token), readOnly: true };
  return () =>
    inScope(platform.pool, scope, async (db, principal) => ({
      value: await load({ db, actor: actorOf(principal), workspace: { id: workspaceId } } as Ctx),
      commit: true,
    }));
}

function mine(ctx: Ctx): Promise<unknown> {
  if (ctx.actor.kind !== 'contact') throw new Error('not the customer');
  return customerTickets(ctx, ctx.actor.accountId, { view: 'all', mine: false, sort: 'active', query: '' });
}

const inbox = (ctx: Ctx, view: 'reply' | 'all') => inboxTickets(ctx as never, inboxFilter.parse({ view }));

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;
