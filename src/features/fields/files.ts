import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { StoredFile } from '#platform/storage/file-store.ts';

/** The file that is the value of a field; 404 for who may not see the field, or the thing it is about. */
export async function fileOf(
  ctx: Ctx,
  fieldId: string,
  subjectId: string,
): Promise<StoredFile & { accountId: string }> {
  const row =
    isId(fieldId) && isId(subjectId)
      ? await ctx.db
          .selectFrom('field_values')
          .select(['file_key', 'file_name', 'file_type', 'file_bytes', 'file_sha256', 'account_id'])
          .where('workspace_id', '=', ctx.workspace.id)
          .where('field_id', '=', fieldId)
          .where('subject_id', '=', subjectId)
          .where('file_key', 'is not', null)
          .executeTakeFirst()
      : undefined;
  if (!row) throw notFound();
  return {
    key: row.file_key!,
    name: row.file_name!,
    type: row.file_type!,
    bytes: Number(row.file_bytes),
    sha256: row.file_sha256!,
    accountId: row.account_id,
  };
}
