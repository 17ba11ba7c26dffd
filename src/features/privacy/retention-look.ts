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

/** How much one rule would take tonight, and how old that is. */
export interface Count {
  kind: Kind;
  n: number;
  oldest: Date | null;
  newest: Date | null;
}

/** The same with the oldest of it by name, and what a hold keeps. */
export interface Look extends Count {
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

/** How much each of the rules would take tonight. */
export const countAhead = (ctx: CtxOf<Member>, token: string, rules: Rules): Promise<Count[]> =>
  ofEach(ctx, token, rules, (kind, days) => count(ctx, kind, older(ctx.workspace.id, kind, days)));

/** And which things. */
export const lookAhead = (ctx: CtxOf<Member>, token: string, rules: Rules): Promise<Look[]> =>
  ofEach(ctx, token, rules, async (kind, days) => {
    const [taken, held] = [older(ctx.workspace.id, kind, days), kept(ctx.workspace.id, kind, days)];
    const counted = await count(ctx, kind, taken);
    const goes = await oldest(ctx, kind, taken, SHOWN);
    const stays = await oldest(ctx, kind, held, SHOWN_HELD);
    return {
      ...counted,
      held: (await count(ctx, kind, held)).n,
      things: [...goes.map((one) => ({ ...one, held: false })), ...stays.map((one) => ({ ...one, held: true }))],
    };
  });

/** As the system for that moment: walls would show less than there is. */
async function ofEach<T>(
  { db, workspace }: CtxOf<Member>,
  token: string,
  rules: Rules,
  look: (kind: Kind, days: number) => Promise<T>,
): Promise<T[]> {
  await elevate(db, workspace.id);
  const looks: T[] = [];
  for (const kind of kinds) {
    const days = rules[kind];
    if (days !== undefined) looks.push(await look(kind, days));
  }
  await comeBack(db, workspace.id, sha256Hex(token));
  return looks;
}

async function count({ db }: CtxOf<Member>, kind: Kind, which: RawBuilder<unknown>): Promise<Count> {
  const { rows } = await sql<Omit<Count, 'kind'>>`
    select count(*)::int as n, min(x.at) as oldest, max(x.at) as newest from (${which}) x`.execute(db);
  return { kind, ...rows[0]! };
}

async function oldest({ db, workspace }: CtxOf<Member>, kind: Kind, which: RawBuilder<unknown>, most: number) {
  const query = named[kind](workspace.id, which);
  return query
    ? (await sql<Omit<Taken, 'held'>>`${query} order by at, id limit ${sql.lit(most)}`.execute(db)).rows
    : [];
}
