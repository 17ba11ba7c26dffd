import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Counts, Import, Problem } from './import.ts';
import { knownNow } from './known.ts';
import { planLine } from './plan.ts';

/** What an import would do, or did. */
export interface Outcome {
  counts: Counts;
  problems: Problem[];
  /** Lines that say something else of a customer or person than a line before them. */
  contradicting: number[];
}

/** What an import would do, without doing it. */
export async function dryRun(ctx: Ctx, one: Import): Promise<Outcome> {
  const known = await knownNow(ctx, one);
  const problems: Problem[] = [];
  const contradicting: number[] = [];
  const [made, changed] = [new Set<string>(), new Set<string>()];
  let ids = 0;
  let accounts = 0;
  let contacts = 0;
  for (const [index, cells] of one.lines.entries()) {
    const plan = planLine(cells, one.mapping, known, () => `new${++ids}`);
    if (plan.problems.length > 0) problems.push({ line: index + 2, problems: plan.problems });
    if (plan.contradicts) contradicting.push(index + 2);
    if (plan.account?.made) accounts += 1;
    if (plan.contact?.made) contacts += 1;
    for (const subject of ['account', 'contact'] as const) {
      const part = plan[subject];
      if (part?.made) made.add(part.row.id);
      const differs =
        part && (Object.keys(part.change).length > 0 || plan.values.some((each) => each.subject === subject));
      if (part && differs && !made.has(part.row.id)) changed.add(part.row.id);
    }
  }
  return {
    counts: { accounts, contacts, changed: changed.size, skipped: problems.length },
    problems,
    contradicting,
  };
}

/** What an import made, and what was there before it and is different now. */
export async function countsOf(ctx: Ctx, id: string, skipped: number): Promise<Counts> {
  const { rows } = await sql<Omit<Counts, 'skipped'>>`
    select count(*) filter (where made and kind = 'account')::integer as accounts,
      count(*) filter (where made and kind = 'contact')::integer as contacts, count(*) filter (where not made)::integer as changed
    from import_marks where workspace_id = ${ctx.workspace.id} and import_id = ${id}`.execute(ctx.db);
  return { ...rows[0]!, skipped };
}

export interface Stayed {
  label: string;
  href: string;
  /** By a legal hold, as it was when the import was taken back. */
  held: boolean;
}

/** What it made that is still there, and what it changed that a hold has kept so. */
export async function whatStayed(ctx: Ctx, id: string): Promise<Stayed[]> {
  const { rows } = await sql<Stayed>`
    select m.held_at is not null as held, coalesce(c.name, a.name) as label,
      '/customers/' || coalesce(c.account_id || '/contacts/' || c.id, a.id::text) as href
    from import_marks m
    left join accounts a on m.kind = 'account' and a.workspace_id = m.workspace_id and a.id = m.subject_id
    left join contacts c on m.kind = 'contact' and c.workspace_id = m.workspace_id and c.id = m.subject_id
    where m.workspace_id = ${ctx.workspace.id} and m.import_id = ${id} and (m.made or m.held_at is not null)
      and (a.id is not null or c.id is not null)
    order by m.kind, label limit 50`.execute(ctx.db);
  return rows;
}
