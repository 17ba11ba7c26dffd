import { type RawBuilder, sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { type Kind, kept, kinds, older, type Rules } from './retention.ts';

/** One thing that a rule would take, or that a hold keeps from it. */
export interface Taken {
  id: string;
  name: string;
  note: string;
  at: Date;
  href: string | null;
  held: boolean;
}

/** What one rule would take tonight: how much, how old, the oldest of it, and what a hold keeps. */
export interface Look {
  kind: Kind;
  n: number;
  oldest: Date | null;
  newest: Date | null;
  held: number;
  things: Taken[];
}

/** Of each, the oldest of these are shown. */
export const SHOWN = 20;
const SHOWN_HELD = 5;

/** By the id of `x`: what each is called, and where it is looked at. What has no name is counted only. */
const named: Record<Kind, (workspaceId: string, which: RawBuilder<unknown>) => RawBuilder<Omit<Taken, 'held'>> | null> =
  {
    log_client: () => null,
    mails: (ws, which) => sql`select m.id, m.to_address::text as name, '' as note, m.created_at as at, null as href
    from mails m join (${which}) x on x.id = m.id where m.workspace_id = ${ws}`,
    contacts: (ws, which) => sql`select c.id, c.name, a.name as note, c.disabled_at as at,
      '/customers/' || c.account_id || '/contacts/' || c.id as href
    from contacts c join (${which}) x on x.id = c.id join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where c.workspace_id = ${ws}`,
    tickets: (
      ws,
      which,
    ) => sql`select t.id, 'T-' || t.number || ' ' || t.subject as name, a.name as note, t.closed_at as at,
      '/inbox/' || t.number || '?view=all' as href
    from tickets t join (${which}) x on x.id = t.id join accounts a on a.workspace_id = t.workspace_id and a.id = t.account_id
    where t.workspace_id = ${ws}`,
  };

/** Which things the rules would take tonight. As the system for that moment: walls would show less than there is. */
export async function lookAhead(ctx: CtxOf<Member>, token: string, rules: Rules): Promise<Look[]> {
  const { db, workspace } = ctx;
  await elevate(db, workspace.id);
  const looks: Look[] = [];
  for (const kind of kinds) {
    const days = rules[kind];
    if (days === undefined) continue;
    const [taken, held] = [older(workspace.id, kind, days), kept(workspace.id, kind, days)];
    const { rows } = await sql<
      Omit<Look, 'kind' | 'things'>
    >`select count(*)::int as n, min(x.at) as oldest, max(x.at) as newest,
      (select count(*)::int from (${held}) h) as held from (${taken}) x`.execute(db);
    const things = [...(await oldest(ctx, kind, taken, SHOWN)), ...(await oldest(ctx, kind, held, SHOWN_HELD))];
    looks.push({
      kind,
      ...rows[0]!,
      things: things.map((one, at) => ({ ...one, held: at >= Math.min(rows[0]!.n, SHOWN) })),
    });
  }
  await comeBack(db, workspace.id, sha256Hex(token));
  return looks;
}

async function oldest({ db, workspace }: CtxOf<Member>, kind: Kind, which: RawBuilder<unknown>, most: number) {
  const query = named[kind](workspace.id, which);
  return query
    ? (await sql<Omit<Taken, 'held'>>`${query} order by at, id limit ${sql.lit(most)}`.execute(db)).rows
    : [];
}
