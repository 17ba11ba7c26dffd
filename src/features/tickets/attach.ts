import { sql } from 'kysely';
import { isId, newId } from '#platform/db/ids.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import { draftAt } from '#platform/http/drafts.ts';
import type { Form } from '#platform/http/form.ts';
import { forbidden, notFound } from '#platform/http/http-error.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import type { Ticket } from './ticket.ts';

/** What a form brings along: files sent before (by id) and files in the form itself. */
export interface Luggage {
  uploads: string[];
  files: readonly StagedFile[];
}

const MOST = 50;

/** Why files cannot come along: there are too many, one that waited too long was cleared away, or one went with another message. */
type Refusal = 'error.files.many' | 'error.files.gone' | 'error.files.taken';

/**
 * The luggage of a form, or why there is none, to be said beside it. `path` is where the form goes, when that is a message of a ticket: where the
 * answer to one was lost and more was written, its words were kept and come once more, with files that went with the first. Those are there already.
 */
export async function luggageOf(ctx: Ctx, form: Form, path?: string): Promise<Luggage | Refusal> {
  const uploads = [...new Set(form.all('upload'))];
  const { files } = form;
  if (uploads.length + files.length > MOST) return 'error.files.many';
  const loose = await looseUploads(ctx, uploads);
  if (loose.length === uploads.length) return { uploads, files };
  const taken = await takenAlong(ctx, uploads);
  if (loose.length + taken.length < uploads.length) return 'error.files.gone';
  const kept = path === undefined ? [] : ((await draftAt(ctx, path))?.upload ?? []);
  if (!taken.every((id) => kept.includes(id))) return 'error.files.taken';
  return { uploads: loose.map(({ id }) => id), files };
}

/** Uploads of this actor that belong to a message. */
async function takenAlong(ctx: Ctx, ids: string[]): Promise<string[]> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('attachments')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', wanted)
    .where('uploaded_by', '=', identityOf(ctx.actor))
    .where('ticket_id', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  bytes: number;
}

/** Keeps one file for the person who sent it, belonging to nothing yet; only they can see it. */
export async function keepUpload(ctx: Ctx, staged: StagedFile): Promise<Attachment> {
  const uploadedBy = identityOf(ctx.actor);
  if (!uploadedBy) throw forbidden();
  const file = await ctx.platform.files.of(ctx.workspace.id).keep(staged);
  const id = newId();
  await ctx.db
    .insertInto('attachments')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      uploaded_by: uploadedBy,
      name: file.name,
      type: file.type,
      bytes: file.bytes,
      sha256: file.sha256,
      storage_key: file.key,
    })
    .execute();
  return { id, name: file.name, type: file.type, bytes: file.bytes };
}

/** Makes the luggage part of a reply or of an internal note. An upload that is not the actor's own is not there: 404. */
export async function attach(
  ctx: Ctx,
  ticket: Ticket,
  luggage: Luggage,
  to: { replyId: string } | { noteId: string },
): Promise<void> {
  const uploads = [...new Set(luggage.uploads)];
  await claim(ctx, ticket, uploads, to);
  // After everything that may refuse: a file that was kept does not go back when the transaction does.
  const kept: string[] = [];
  for (const staged of luggage.files) kept.push((await keepUpload(ctx, staged)).id);
  await claim(ctx, ticket, kept, to, uploads.length);
}

/** They stand in the order of the form, `behind` so many others, and not in the one in which their uploads ended. */
async function claim(
  ctx: Ctx,
  ticket: Ticket,
  wanted: string[],
  to: { replyId: string } | { noteId: string },
  behind = 0,
) {
  if (wanted.length === 0) return;
  if (!wanted.every(isId)) throw notFound();
  const place = sql<number>`${behind} + array_position(${sql.val(wanted)}::uuid[], id)`;
  const taken = await ctx.db
    .updateTable('attachments')
    .set({
      created_at: sql<Date>`${ctx.now}::timestamptz + (${place}) * interval '1 microsecond'`,
      account_id: ticket.accountId,
      ticket_id: ticket.id,
      ...('replyId' in to ? { reply_id: to.replyId } : { note_id: to.noteId }),
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', wanted)
    .where('uploaded_by', '=', identityOf(ctx.actor))
    .where('ticket_id', 'is', null)
    .executeTakeFirst();
  if (Number(taken.numUpdatedRows) !== wanted.length) throw notFound();
}

/** A file the actor may read, with where its bytes are. */
export async function findAttachment(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('attachments')
        .select(['id', 'account_id', 'name', 'type', 'bytes', 'sha256', 'storage_key as key'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}

/** Uploads of this actor that belong to nothing yet, to show them again when a form comes back. */
export async function looseUploads(ctx: Ctx, ids: string[]) {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('attachments')
    .select(['id', 'name', 'bytes'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', wanted)
    .where('uploaded_by', '=', identityOf(ctx.actor))
    .where('ticket_id', 'is', null)
    .execute();
  const found = new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, size: row.bytes }]));
  return wanted.flatMap((id) => found.get(id) ?? []);
}
