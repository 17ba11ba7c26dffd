import { plainToHtml } from '../editor/plain.ts';

const PREFIX = 'portico:draft:';
const DAY = 24 * 60 * 60 * 1000;
const WEEK = 7 * DAY;

export interface KeptFile {
  id: string;
  name: string;
  size: number;
}

export interface Draft {
  /** When it was last changed, in milliseconds since 1970. */
  at: number;
  fields: Record<string, string>;
  /** What was ticked or chosen, by name. Absent in what older pages kept. */
  choices?: Record<string, string[]>;
  files: KeptFile[];
  /** What the page came with in its texts, before anybody wrote there. */
  given?: Record<string, string>;
  /** The key (`_once`) of the form when it was sent as it is here and nobody has seen an answer. */
  once?: string;
  /** Whether the server keeps these words as well, until the form is sent. */
  kept?: boolean;
  /** Nobody has typed since the server kept them: what it gives back is newer. */
  asKept?: boolean;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export function readDraft(store: Store, key: string, now: number): Draft | undefined {
  const draft = parse(store.getItem(PREFIX + key));
  return draft && now - draft.at < WEEK ? draft : undefined;
}

/** Where the words for `key` are: each tab keeps its own, `key~tab`. What `own` has goes first, then the newest of the others. */
export function findDraft(store: Store, key: string, own: string, now: number): string {
  const at = (slot: string) => (slot === own ? Number.MAX_VALUE : (readDraft(store, slot, now)?.at ?? 0));
  const slots = namesIn(store).map((name) => name.slice(PREFIX.length));
  return slots.filter((slot) => slot.split('~')[0] === key).sort((a, b) => at(b) - at(a))[0] ?? own;
}

/** Keeps the draft, or forgets it when nothing is written. A full or forbidden storage is no reason to fail. */
export function writeDraft(store: Store, key: string, draft: Draft): void {
  const empty = draft.files.length === 0 && Object.values(draft.fields).every((value) => value.trim() === '');
  try {
    if (empty) store.removeItem(PREFIX + key);
    else store.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // Private windows and full disks: the page works on, only without the net below it.
  }
}

/** A file that belongs to nothing is kept for eight days, and its id says since when (UUID version 7): one that may be gone is not shown as there. */
export function filesStillThere(files: readonly KeptFile[], now: number): KeptFile[] {
  return files.filter(({ id }) => now - Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) < 7.5 * DAY);
}

/** What can no longer be sent where it was written goes to another form, below what was begun there, and is kept by this tab (`into`). */
export function moveDraft(store: Store, from: string, to: string, into: string, now: number): void {
  const left = readDraft(store, from, now);
  if (!left) return;
  const begun = readDraft(store, to, now);
  for (const slot of [from, to]) forgetDraft(store, slot);
  const fields = { ...begun?.fields, body: `${bodyOf(begun)}${bodyOf(left)}`, body_format: 'html' };
  writeDraft(store, into, { ...begun, at: now, fields, files: [...(begun?.files ?? []), ...left.files] });
}

const bodyOf = (draft: Draft | undefined): string => {
  const { body = '', body_format } = draft?.fields ?? {};
  return body_format === 'html' ? body : plainToHtml(body);
};

export function forgetDraft(store: Store, key: string): void {
  store.removeItem(PREFIX + key);
}

/** Removes what is older than a week; with `everything`, all drafts: this browser may be used by somebody else next. */
export function sweepDrafts(store: Store, now: number, everything = false): void {
  for (const name of namesIn(store)) {
    if (everything || !readDraft(store, name.slice(PREFIX.length), now)) store.removeItem(name);
  }
}

function namesIn(store: Store): string[] {
  const names = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
  return names.filter((name) => name.startsWith(PREFIX));
}

function parse(text: string | null): Draft | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { at, fields, files } = value as Partial<Draft>;
  return typeof at === 'number' && typeof fields === 'object' && fields !== null && Array.isArray(files);
}
