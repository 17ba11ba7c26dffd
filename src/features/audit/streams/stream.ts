import { z } from 'zod';
import { conceal, type Place, reveal } from '#platform/at-rest.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { target } from '#platform/egress/address.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { HttpError, notFound } from '#platform/http/http-error.ts';
import { line } from '#platform/http/line.ts';
import { logStreamChanged } from '../events.ts';
import { newSecret } from './webhook.ts';

/** A receiver of the log. */
export interface Stream {
  id: string;
  url: string;
  afterSeq: number;
  failingSince: Date | null;
  stoppedAt: Date | null;
  stoppedFor: 'person' | 'failing' | 'gone' | null;
  previousUntil: Date | null;
  createdAt: Date;
}

/** Every receiver costs work for each event. */
const MOST_STREAMS = 5;
/** How long messages are signed with the secret before as well. */
const OVERLAP_MS = 24 * 3_600_000;

export const streamForm = z.object({
  url: line(2000, 'stream.url.wrong')
    .min(1, 'stream.url.missing')
    .refine((url) => URL.canParse(url), 'stream.url.wrong'),
});

export const placeOf = (workspaceId: string, rowId: string): Place => ({
  table: 'log_streams',
  column: 'secret',
  workspaceId,
  rowId,
});

const streams = (ctx: Pick<Ctx, 'db' | 'workspace'>) =>
  ctx.db
    .selectFrom('log_streams')
    .select(['id', 'url', 'after_seq as afterSeq', 'failing_since as failingSince', 'stopped_at as stoppedAt'])
    .select(['stopped_for as stoppedFor', 'previous_until as previousUntil', 'created_at as createdAt'])
    .where('workspace_id', '=', ctx.workspace.id);

export const listStreams = (ctx: Pick<Ctx, 'db' | 'workspace'>) =>
  streams(ctx).orderBy('id').execute() as Promise<Stream[]>;

export async function findStream(ctx: Ctx, id: string): Promise<Stream> {
  const row = isId(id) ? await streams(ctx).where('id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return row as Stream;
}

/** Whether the address is one that Portico may connect to at all; what its name leads to is looked at each time. */
export function isReachable(ctx: Ctx, url: string): boolean {
  try {
    target(url, ctx.platform.config.egress);
    return true;
  } catch {
    return false;
  }
}

/** From here on: what happened before stays in the log, and leaves by an export. */
export async function addStream(ctx: CtxOf<Member>, url: string): Promise<string> {
  const { db, workspace, platform } = ctx;
  if ((await listStreams(ctx)).length >= MOST_STREAMS) throw new HttpError(409, 'too many streams');
  const id = newId(ctx.now.getTime());
  const newest = await db
    .selectFrom('events')
    .select('seq')
    .where('workspace_id', '=', workspace.id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const secret = conceal(platform.masterKey, placeOf(workspace.id, id), newSecret());
  await db
    .insertInto('log_streams')
    .values({ workspace_id: workspace.id, id, url, secret, after_seq: newest?.seq ?? 0, created_at: ctx.now })
    .execute();
  await tell(ctx, id, 'added');
  await sendTest(ctx, id);
  return id;
}

async function tell(ctx: Ctx, id: string, change: z.output<typeof logStreamChanged.data>['change']): Promise<void> {
  const { url } = await findStream(ctx, id);
  await record(ctx, logStreamChanged, { subjectId: id, accountId: null, data: { change, address: addressOf(url) } });
}

/** Without what may be secret in it: a name and password, and the query. */
function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.slice(0, 400);
}

export async function sendTest(ctx: Ctx, streamId: string): Promise<void> {
  await ctx.db
    .insertInto('log_deliveries')
    .values({ workspace_id: ctx.workspace.id, id: newId(ctx.now.getTime()), stream_id: streamId, kind: 'test' })
    .execute();
}

const change = (ctx: Ctx, id: string) =>
  ctx.db.updateTable('log_streams').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id);

/** For a day, messages are signed with both. */
export async function rotateSecret(ctx: CtxOf<Member>, id: string): Promise<void> {
  const place = placeOf(ctx.workspace.id, id);
  await change(ctx, id)
    .set((row) => ({
      previous_secret: row.ref('secret'),
      previous_until: new Date(ctx.now.getTime() + OVERLAP_MS),
      secret: conceal(ctx.platform.masterKey, place, newSecret()),
    }))
    .execute();
  await tell(ctx, id, 'secret');
}

/** The secret in force, in clear. */
export async function secretOf(ctx: CtxOf<Member>, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('log_streams')
    .select('secret')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return reveal(ctx.platform.masterKey, placeOf(ctx.workspace.id, id), row.secret);
}

export async function stopStream(ctx: Ctx, id: string, why: 'person' | 'failing' | 'gone'): Promise<void> {
  await change(ctx, id).set({ stopped_at: ctx.now, stopped_for: why }).execute();
  if (why === 'person') await tell(ctx, id, 'stopped');
}

/** Goes on where it stopped: nothing of the time between is left out. */
export async function goOn(ctx: CtxOf<Member>, id: string): Promise<void> {
  await change(ctx, id).set({ stopped_at: null, stopped_for: null, failing_since: null, next_at: ctx.now }).execute();
  await tell(ctx, id, 'resumed');
}

export async function removeStream(ctx: CtxOf<Member>, id: string): Promise<void> {
  await tell(ctx, id, 'removed');
  await ctx.db.deleteFrom('log_streams').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
}
