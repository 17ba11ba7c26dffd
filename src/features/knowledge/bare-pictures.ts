import { asSystem } from '#platform/db/scope.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import type { Chore } from '#platform/jobs/task.ts';
import { barePicture } from '#platform/picture/bare.ts';
import type { Platform } from '#platform/platform.ts';
import { StorageError } from '#platform/storage/errors.ts';
import type { FileStore, StoredFile } from '#platform/storage/file-store.ts';

export interface BareFile {
  file: StoredFile;
  width: number;
  height: number;
}

/** Keeps another file of the same picture with nothing written in it; null when it is none that a browser shows. */
export async function keepBare(files: FileStore, given: Pick<StoredFile, 'key' | 'name'>): Promise<BareFile | null> {
  const parts: Uint8Array[] = [];
  for await (const part of await files.open(given.key)) parts.push(part);
  const bare = barePicture(Buffer.concat(parts));
  if (!bare) return null;
  const { content, width, height } = bare;
  const source = (async function* () {
    yield content;
  })();
  return { file: await files.put(source, { limit: content.length, name: given.name }), width, height };
}

const BATCH = 20;

/**
 * Pictures that were kept with what their cameras wrote, before that was taken out as they came: made bare, a few at a time. A file that was
 * replaced is known to no row, and goes with the others of its kind (`app/housekeeping.ts`). One that cannot be read stays as it is, and the
 * log names its article, so that somebody can put another in its place.
 */
export const barePictures: Chore = {
  name: 'articles.pictures',
  at: '*/10 * * * *',
  async run(platform) {
    await everyWorkspace(platform, async (id) => {
      for (let more = true; more; ) more = await bareSome(platform, id);
    });
  },
};

/** What cannot be given to anybody says nothing either. */
function unlessGone(error: unknown): 'gone' {
  if (error instanceof StorageError && (error.problem === 'missing' || error.problem === 'damaged')) return 'gone';
  throw error;
}

async function bareSome(platform: Platform, workspaceId: string): Promise<boolean> {
  const files = platform.files.of(workspaceId);
  const rows = await asSystem(platform.pool, workspaceId, (db) =>
    db
      .selectFrom('article_pictures as p')
      .innerJoin('articles as a', (join) =>
        join.onRef('a.workspace_id', '=', 'p.workspace_id').onRef('a.id', '=', 'p.article_id'),
      )
      .select(['p.id', 'p.name', 'p.storage_key as key', 'a.number as article'])
      .where('p.workspace_id', '=', workspaceId)
      .where('p.bared_at', 'is', null)
      .where('p.unreadable_at', 'is', null)
      .limit(BATCH)
      .execute(),
  );
  for (const row of rows) {
    const kept = await keepBare(files, row).catch(unlessGone);
    const found = kept === null ? { unreadable_at: new Date() } : { bared_at: new Date(), ...rowOf(kept) };
    if (kept === null) {
      const where = { workspace: workspaceId, article: row.article, picture: row.id };
      platform.log.warn(
        where,
        'a picture cannot be read: it may say where it was taken, for whoever reads its article',
      );
    }
    await asSystem(platform.pool, workspaceId, (db) =>
      db
        .updateTable('article_pictures')
        .set(found)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', row.id)
        .where('storage_key', '=', row.key)
        .execute(),
    );
  }
  return rows.length === BATCH;
}

function rowOf(kept: BareFile | 'gone') {
  if (kept === 'gone') return {};
  const { file, width, height } = kept;
  return { bytes: file.bytes, sha256: file.sha256, storage_key: file.key, type: file.type, width, height };
}
