import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { GONE } from './forget.ts';
import { mayDecide } from './waiting.ts';

/** A newcomer about whom the team has decided: where the notices and mails to the other deciders lead from then on. */
export interface Decided {
  /** Their address, once nothing else is left of them. */
  name: string;
  decision: 'accepted' | 'declined';
  at: Date;
  /** Nobody: the rules of today let them in. */
  by: string | null;
  reason: string;
  /** Who they are now, when they were let in and the reader sees it. */
  contact: { href: string; name: string; account: string } | null;
}

export async function findDecided(ctx: CtxOf<Member>, id: string): Promise<Decided> {
  demand(mayDecide(ctx.actor));
  const row = isId(id)
    ? await ctx.db
        .selectFrom('sign_ups as s')
        .leftJoin('members as m', (join) =>
          join.onRef('m.workspace_id', '=', 's.workspace_id').onRef('m.id', '=', 's.decided_by'),
        )
        .select(['s.name', 's.email', 's.decision', 's.decided_at as at', 's.reason', 'm.name as by'])
        .where('s.workspace_id', '=', ctx.workspace.id)
        .where('s.id', '=', id)
        .where('s.decided_at', 'is not', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  const { name, email, by, reason } = row;
  const decision = row.decision as Decided['decision'];
  const contact = decision === 'accepted' ? await becameOf(ctx, id) : null;
  return { name: name === GONE ? email : name, decision, at: row.at!, by, reason, contact };
}

async function becameOf(ctx: Ctx, id: string): Promise<Decided['contact']> {
  const row = await ctx.db
    .selectFrom('events as e')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'e.workspace_id').on('c.id', '=', sql`(e.data ->> 'contact')::uuid`),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'a.id as accountId', 'a.name as account'])
    .where('e.workspace_id', '=', ctx.workspace.id)
    .where('e.subject_id', '=', id)
    .where('e.kind', '=', 'newcomer.accepted')
    .executeTakeFirst();
  return row ? { href: `/customers/${row.accountId}/contacts/${row.id}`, name: row.name, account: row.account } : null;
}
