import { sql } from 'kysely';
import { asSystem } from './db/scope.ts';
import type { Platform } from './platform.ts';
import { StorageError } from './storage/errors.ts';
import type { FileStore, Form } from './storage/file-store.ts';

/** Where rows say which content is theirs, and what it was when it came. */
export interface Filed {
  table: string;
  key: string;
  sha256: string;
}

export interface Row {
  key: string;
  sha256: string;
}

/** What became of the contents that rows know. */
export interface Conversion {
  done: number;
  already: number;
  /** Keys of contents that are not there, or not the ones that came. They are left as they are. */
  missing: string[];
  damaged: string[];
}

const BATCH = 200;

/**
 * Writes every content in the other form, a batch of rows at a time. May be stopped and begun again, and run beside Portico.
 * `between` is told after each batch how many have been looked at.
 */
export async function convertFiles(
  platform: Platform,
  columns: readonly Filed[],
  to: Form,
  between: (seen: number) => void = () => {},
): Promise<Conversion> {
  const result: Conversion = { done: 0, already: 0, missing: [], damaged: [] };
  let seen = 0;
  for await (const { store, rows, stillKnown } of batches(platform, columns)) {
    for (const { key, sha256 } of rows) {
      const outcome = await store.convert(key, to, sha256).catch(damagedOnly);
      if (outcome === 'done' || outcome === 'already') result[outcome] += 1;
      else result[outcome].push(key);
    }
    // Somebody may have removed a file while it was written anew; it must not come back.
    const known = new Set(await stillKnown());
    for (const { key } of rows) if (!known.has(key)) await store.remove(key);
    seen += rows.length;
    between(seen);
  }
  return result;
}

/** Wraps the keys of all encrypted contents anew where an earlier master key did. Returns how many, and what did not open. */
export async function rewrapFiles(
  platform: Platform,
  columns: readonly Filed[],
): Promise<{ done: number; damaged: string[] }> {
  const result = { done: 0, damaged: [] as string[] };
  for await (const { store, rows } of batches(platform, columns)) {
    for (const { key } of rows) {
      const outcome = await store.rewrap(key).catch(damagedOnly);
      if (outcome === 'damaged') result.damaged.push(key);
      else if (outcome) result.done += 1;
    }
  }
  return result;
}

function damagedOnly(cause: unknown): 'damaged' {
  if (cause instanceof StorageError && cause.problem === 'damaged') return 'damaged';
  throw cause;
}

interface Batch {
  store: FileStore;
  rows: Row[];
  /** Of these keys, those a row still speaks of. */
  stillKnown(): Promise<string[]>;
}

async function* batches(platform: Platform, columns: readonly Filed[]): AsyncIterable<Batch> {
  const workspaces = await platform.pool.question<{ id: string }>('select id from app.workspace_ids()');
  for (const { id } of workspaces) {
    const store = platform.files.of(id);
    for (const column of columns) {
      let after = '';
      for (;;) {
        const rows = await page(platform, id, column, after);
        const last = rows.at(-1);
        if (!last) break;
        yield { store, rows, stillKnown: () => known(platform, id, column, rows) };
        after = last.key;
      }
    }
  }
}

function page(platform: Platform, workspaceId: string, { table, key, sha256 }: Filed, after: string): Promise<Row[]> {
  return asSystem(platform.pool, workspaceId, async (db) => {
    const { rows } = await sql<Row>`select t.${sql.ref(key)} as key, t.${sql.ref(sha256)} as sha256
      from ${sql.table(table)} t where t.workspace_id = ${workspaceId} and t.${sql.ref(key)} > ${after}
      order by t.${sql.ref(key)} limit ${sql.lit(BATCH)}`.execute(db);
    return rows;
  });
}

function known(platform: Platform, workspaceId: string, { table, key }: Filed, rows: Row[]): Promise<string[]> {
  const keys = rows.map((row) => row.key);
  return asSystem(platform.pool, workspaceId, async (db) => {
    const found = await sql<{ key: string }>`select t.${sql.ref(key)} as key from ${sql.table(table)} t
      where t.workspace_id = ${workspaceId} and t.${sql.ref(key)} = any (${keys}::text[])`.execute(db);
    return found.rows.map((row) => row.key);
  });
}
