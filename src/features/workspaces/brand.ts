import { sha256Hex } from '#platform/crypto.ts';
import type { Db } from '#platform/db/scope.ts';
import { type Changes, changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Picture } from '#platform/picture/picture.ts';
import { type Brand, logoAddress } from '#platform/ui/brand.ts';
import { brandChanged, brandParts } from './events.ts';

export type LogoMode = 'light' | 'dark';

/** What is to become different; a logo that is null is taken away. Pictures come from `cleanPicture`. */
export interface BrandChange {
  color?: string | undefined;
  radius?: Brand['radius'] | undefined;
  font?: Brand['font'] | undefined;
  light?: Picture | null | undefined;
  dark?: Picture | null | undefined;
}

/** `changeBrand` by somebody, who stands in the event log with what they changed. */
export async function rebrand(ctx: Ctx, change: BrandChange): Promise<boolean> {
  const changes = await changeBrand(ctx.db, ctx.workspace.id, change);
  const parts = brandParts.filter((part) => part in changes);
  if (parts.length === 0) return false;
  await record(ctx, brandChanged, { subjectId: ctx.workspace.id, accountId: null, data: { parts, changes } });
  return true;
}

/**
 * Dresses a workspace, in a transaction of the system in it, and returns what has become different.
 */
export async function changeBrand(
  db: Db,
  workspaceId: string,
  { light, dark, ...values }: BrandChange,
): Promise<Changes> {
  const { brand } = await db
    .selectFrom('workspaces')
    .select('brand')
    .where('id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const next: Record<string, unknown> = { ...(brand as object) };
  const change = {
    ...values,
    logoLight: await keepLogo(db, workspaceId, 'light', light),
    logoDark: await keepLogo(db, workspaceId, 'dark', dark),
  };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete next[name];
    else if (value !== undefined) next[name] = value;
  }
  await db
    .updateTable('workspaces')
    .set({ brand: JSON.stringify(next) })
    .where('id', '=', workspaceId)
    .execute();
  const dress = (of: object) => Object.fromEntries(brandParts.map((part) => [part, (of as Partial<Brand>)[part]]));
  return changed(dress(brand as object), dress(next));
}

/** Returns the logo's address, null when it was taken away, undefined when nothing was said. */
async function keepLogo(db: Db, workspaceId: string, mode: LogoMode, picture: Picture | null | undefined) {
  if (picture === undefined) return undefined;
  if (picture === null) {
    await db.deleteFrom('brand_pictures').where('workspace_id', '=', workspaceId).where('mode', '=', mode).execute();
    return null;
  }
  const { type, content } = picture;
  const version = sha256Hex(content).slice(0, 16);
  const values = { version, type, content, set_at: new Date() };
  await db
    .insertInto('brand_pictures')
    .values({ workspace_id: workspaceId, mode, ...values })
    .onConflict((same) => same.columns(['workspace_id', 'mode']).doUpdateSet(values))
    .execute();
  return logoAddress(mode, version, picture.width / picture.height);
}

/** What is at a logo's address. */
export function findLogo(db: Db, workspaceId: string, mode: LogoMode) {
  return db
    .selectFrom('brand_pictures')
    .select(['version', 'type', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('mode', '=', mode)
    .executeTakeFirst();
}
