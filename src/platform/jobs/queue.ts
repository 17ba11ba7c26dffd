import { sql } from 'kysely';
import type { Ctx } from '../http/context.ts';

/** What a job carries: which workspace it works in, and ids. Never text: the payload is not behind the walls. */
export type JobPayload = { workspace: string } & Record<string, string | number | boolean | null>;

interface JobOptions {
  /** A later job with the same key replaces this one as long as it has not started. */
  key?: string;
  runAt?: Date;
  maxAttempts?: number;
}

/** Adds a job in the caller's transaction: it exists exactly if the change it belongs to does. */
export async function enqueue(
  ctx: Pick<Ctx, 'db' | 'workspace'>,
  task: string,
  payload: Record<string, string | number | boolean | null>,
  options: JobOptions = {},
): Promise<void> {
  const body: JobPayload = { ...payload, workspace: ctx.workspace.id };
  await sql`select app.enqueue(${task}, ${JSON.stringify(body)}::jsonb, ${options.key ?? null}::text,
    ${options.runAt ?? null}::timestamptz, ${options.maxAttempts ?? null}::integer)`.execute(ctx.db);
}
