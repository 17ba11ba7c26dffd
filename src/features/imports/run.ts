import { sql } from 'kysely';
import { z } from 'zod';
import { shortNameOf } from '#features/accounts/index.ts';
import { colleagueBehind } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { defineTask } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { type Difference, recordDifferences } from './differences.ts';
import { importFinished } from './events.ts';
import { writeFields } from './fields.ts';
import { type Counts, findImport, type Import, type Problem } from './import.ts';
import { knownNow } from './known.ts';
import { countsOf } from './outcome.ts';
import { type LinePlan, planLine } from './plan.ts';

/** So many lines are one transaction: a worker that dies loses no more, and the next one goes on behind them. */
const BATCH = 500;

export const runTask = defineTask({
  name: 'imports.run',
  payload: z.object({ workspace: z.uuid(), import: z.uuid() }),
  run: (platform, { workspace, import: id }) => runImport(platform, workspace, id),
});

export async function runImport(platform: Platform, workspaceId: string, id: string): Promise<void> {
  let step = wholeBatch();
  /** Lines that are still done one by one, since one of them was refused. */
  let singly = 0;
  for (;;) {
    try {
      if (!(await inWorkspace(platform, workspaceId, (ctx) => runBatch(ctx, id, step)))) return;
      singly -= 1;
      step = singly > 0 ? { ...wholeBatch(), lines: 1 } : wholeBatch();
    } catch (error) {
      // What the plan did not see: one line keeps none of the others from coming in.
      if (!isRefusal(error) || step.leaveOut !== undefined) throw error;
      if (step.lines === 1) step = { ...step, leaveOut: step.at };
      else {
        singly = BATCH;
        step = { ...wholeBatch(), lines: 1 };
      }
    }
  }
}

/** How far one transaction goes. */
interface Step {
  lines: number;
  /** What was done when it began: `runBatch` says so here, for whoever has to go on behind its failure. */
  at?: number;
  /** The line behind this many is left out. */
  leaveOut?: number | undefined;
}

const wholeBatch = (): Step => ({ lines: BATCH });

/** A rule that the table itself holds: unique, long enough, one of those that there are. */
const isRefusal = (error: unknown): boolean => /^23/.test((error as { code?: string }).code ?? '');

/** The next lines, with what is known now; whether there are more. */
export async function runBatch(ctx: Ctx, id: string, step = wholeBatch()): Promise<boolean> {
  await sql`select id from imports where workspace_id = ${ctx.workspace.id} and id = ${id} for update`.execute(ctx.db);
  const one = await findImport(ctx, id);
  if (!one.startedAt || one.finishedAt) return false;
  step.at = one.doneLines;
  const known = await knownNow(ctx, one);
  const lines = one.lines.slice(one.doneLines, one.doneLines + step.lines);
  const problems: Problem[] = [...one.problems];
  const plans = lines.map((cells, index) => {
    const left = one.doneLines + index === step.leaveOut;
    const plan: LinePlan = left ? { problems: ['refused'], values: [] } : planLine(cells, one.mapping, known, newId);
    if (plan.problems.length > 0) problems.push({ line: one.doneLines + index + 2, problems: plan.problems });
    return plan;
  });
  // The log says that it was theirs.
  const theirs = (await colleagueBehind(ctx, one.madeBy)) ?? ctx;
  await recordDifferences(theirs, known.fields, await writeAll(ctx, id, plans));
  const counts = await countsOf(ctx, id, problems.length);
  const doneLines = one.doneLines + lines.length;
  const finished = doneLines >= one.lineCount;
  await save(ctx, one, { doneLines, counts, problems, finished });
  if (finished) await record(theirs, importFinished, { subjectId: one.id, accountId: null, data: counts });
  return !finished;
}

interface Progress {
  doneLines: number;
  counts: Counts;
  problems: Problem[];
  finished: boolean;
}

async function save(ctx: Ctx, one: Import, { doneLines, counts, problems, finished }: Progress): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set({
      done_lines: doneLines,
      counts: JSON.stringify(counts),
      problems: JSON.stringify(problems),
      finished_at: finished ? ctx.now : null,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', one.id)
    .execute();
  ctx.marks.add('inbox');
}

/** What lines make goes in together; what they change, one by one. Returns what is different from before. */
async function writeAll(ctx: Ctx, id: string, plans: LinePlan[]): Promise<Difference[]> {
  const ws = ctx.workspace.id;
  const accounts = plans.flatMap(({ account }) => (account?.made ? [account.row] : []));
  const contacts = plans.flatMap(({ contact }) => (contact?.made ? [contact.row] : []));
  const made = new Set([...accounts, ...contacts].map((row) => row.id));
  await lockKnown(ctx, plans, made);
  if (accounts.length > 0) {
    const values = accounts.map((row) => ({
      ...row,
      workspace_id: ws,
      short_name: shortNameOf(row.name),
      created_at: ctx.now,
    }));
    await ctx.db.insertInto('accounts').values(values).execute();
  }
  if (contacts.length > 0) {
    const values = contacts.map(({ accountId, ...row }) => ({
      ...row,
      workspace_id: ws,
      account_id: accountId,
      created_at: ctx.now,
    }));
    await ctx.db.insertInto('contacts').values(values).execute();
  }
  const different: (Difference | null)[] = contacts.map(standingOf);
  for (const { account, contact } of plans) {
    if (account && !made.has(account.row.id)) {
      const { id: accountId } = account.row;
      different.push(await change(ctx, id, { kind: 'account', id: accountId, accountId }, account.change));
    }
    if (contact && !made.has(contact.row.id)) {
      different.push(await change(ctx, id, { kind: 'contact', ...contact.row }, contact.change));
    }
  }
  await mark(
    ctx,
    id,
    'account',
    accounts.map((row) => row.id),
  );
  await mark(
    ctx,
    id,
    'contact',
    contacts.map((row) => row.id),
  );
  different.push(...(await writeFields(ctx, id, plans, made)));
  return different.filter((one) => one !== null);
}

/** What lines change, in one order: they name it in any, and two lists of the same customers would each hold what the other waits for. */
async function lockKnown(ctx: Ctx, plans: LinePlan[], made: ReadonlySet<string>): Promise<void> {
  const known = {
    accounts: plans.flatMap(({ account }) =>
      account && Object.keys(account.change).length > 0 ? [account.row.id] : [],
    ),
    contacts: plans.flatMap(({ contact }) =>
      contact && Object.keys(contact.change).length > 0 ? [contact.row.id] : [],
    ),
  };
  for (const table of ['accounts', 'contacts'] as const) {
    const ids = known[table].filter((one) => !made.has(one));
    await sql`select id from ${sql.table(table)} where workspace_id = ${ctx.workspace.id} and id = any(${ids}) order by id
      for no key update`.execute(ctx.db);
  }
}

/** Of somebody new the import itself tells; what they are for their company is a standing somebody gave them. */
const standingOf = ({ id, accountId, flags }: { id: string; accountId: string; flags: string[] }): Difference => ({
  kind: 'contact',
  id,
  accountId,
  was: { flags: [] },
  became: { flags },
});

async function mark(ctx: Ctx, id: string, kind: 'account' | 'contact', ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const key = { workspace_id: ctx.workspace.id, import_id: id, kind, made: true };
  await ctx.db
    .insertInto('import_marks')
    .values(ids.map((subject_id) => ({ ...key, subject_id })))
    .execute();
}

async function change(
  ctx: Ctx,
  importId: string,
  { kind, id, accountId }: Pick<Difference, 'kind' | 'id' | 'accountId'>,
  became: Record<string, string | string[]>,
): Promise<Difference | null> {
  const columns = Object.keys(became);
  if (columns.length === 0) return null;
  const table = kind === 'account' ? 'accounts' : 'contacts';
  const was = await ctx.db
    .selectFrom(table)
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await ctx.db
    .updateTable(table)
    .set(became)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const before = Object.fromEntries(columns.map((column) => [column, (was as Record<string, unknown>)[column]]));
  await sql`insert into import_marks (workspace_id, import_id, kind, subject_id, made, was, became)
    values (${ctx.workspace.id}, ${importId}, ${kind}, ${id}, false, ${JSON.stringify(before)}::jsonb, ${JSON.stringify(became)}::jsonb)
    on conflict (workspace_id, import_id, kind, subject_id) do update
      set was = excluded.was || import_marks.was, became = import_marks.became || excluded.became`.execute(ctx.db);
  return { kind, id, accountId, was: before, became };
}
