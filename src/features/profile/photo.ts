import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { PictureError, WIDEST_MARK } from '#platform/picture/picture.ts';
import { stagedPicture } from '#platform/picture/staged.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import { change, type Own, recordChange } from './profile.ts';

/**
 * Takes a photo of the person: only what draws it is kept, not where it was taken. Null when it is no picture we take. A
 * drawing (SVG) is none: it could be made of words.
 */
export async function changePhoto(ctx: Own, staged: StagedFile): Promise<{ id: string } | null> {
  const picture = await stagedPicture(ctx.platform.files.of(ctx.workspace.id), staged, WIDEST_MARK);
  if (picture instanceof PictureError || picture.type === 'image/svg+xml') return null;
  await elevate(ctx.db, ctx.workspace.id);
  await forget(ctx);
  const id = newId();
  const { type, content } = picture;
  await ctx.db
    .insertInto('person_pictures')
    .values({ workspace_id: ctx.workspace.id, id, identity_id: ctx.actor.identityId, type, content, set_at: ctx.now })
    .execute();
  await change(ctx, { photo: id }, {});
  await recordChange(ctx, ['photo']);
  return { id };
}

export async function removePhoto(ctx: Own): Promise<void> {
  if (!ctx.actor.photo) return;
  await elevate(ctx.db, ctx.workspace.id);
  await forget(ctx);
  await change(ctx, { photo: null }, {});
  await recordChange(ctx, ['photo']);
}

/** A picture of somebody the reader may see. */
export function findPhoto(ctx: Own, id: string) {
  return ctx.db
    .selectFrom('person_pictures')
    .select(['type', 'content'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Also where they have no access any more: a row there would name a picture that is gone. */
async function forget(ctx: Own): Promise<void> {
  for (const table of ['members', 'contacts'] as const) {
    await ctx.db
      .updateTable(table)
      .set({ photo: null })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', ctx.actor.identityId)
      .execute();
  }
  await ctx.db
    .deleteFrom('person_pictures')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .execute();
}
