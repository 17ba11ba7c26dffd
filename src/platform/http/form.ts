import type { StagedFile } from '#platform/storage/file-store.ts';

export interface FormFile extends StagedFile {
  /** Name of the file input it came from. */
  field: string;
}

/** A form as it was posted: names may repeat, order is kept. Line ends in values are CRLF, as browsers send them. */
export interface Form {
  readonly fields: ReadonlyMap<string, string[]>;
  /** Staged: `store.keep` the ones that become part of something. */
  readonly files: readonly FormFile[];
  /** The first value under a name. */
  get(name: string): string | undefined;
  /** All values under a name, none when it was not posted. */
  all(name: string): string[];
}

/** The first value of each field, as a form that comes back shows them. */
export const firstValues = (fields: Iterable<readonly [string, readonly string[]]>): Record<string, string> =>
  Object.fromEntries([...fields].map(([name, values]) => [name, values[0] ?? '']));

export type Entry = readonly [name: string, value: string];

export function newForm(entries: Iterable<Entry>, files: FormFile[] = []): Form {
  // A map, not an object: a field may be called __proto__.
  const fields = new Map<string, string[]>();
  for (const [name, value] of entries) {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return { fields, files, get: (name) => fields.get(name)?.[0], all: (name) => fields.get(name) ?? [] };
}
