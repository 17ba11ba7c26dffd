import { checkpointsIn } from './anchor.ts';
import { openCheckpoint } from './checkpoint.ts';
import { hashOf, type Leaf, type SealedEvent } from './leaf.ts';
import { CompactTree } from './merkle.ts';

/** The first thing about a log that is not as it was sealed. */
export interface Finding {
  what: 'changed' | 'missing' | 'inserted' | 'reordered';
  /** An event itself, what was noted of it when it was sealed, a seal, or a line of the anchor file. */
  part: 'event' | 'leaf' | 'seal' | 'anchor';
  event?: { id: string; seq: number };
  /** The seal that shows it, by its number of events; `after` is the size of the one before. */
  seal?: { size: number; after: number };
  /** What does not fit, in a sentence for the operator. */
  seen: string;
}

export interface Report {
  workspace: string;
  events: number;
  seals: number;
  /** Parts of events that were erased since they were sealed: nothing vouches for what they said. */
  erased: number;
  /** Events that no seal covers yet. */
  unsealed: number;
  /** Checkpoints of the anchor file that agree; undefined without one. */
  anchored: number | undefined;
  finding?: Finding;
}

export interface AnchorCopy {
  file: string;
  /** A copy that was shipped elsewhere may be older than the log; the installation's own may not. */
  mayBeOlder: boolean;
}

/** Follows a log from its first event on and holds each seal against it and against the anchor file. */
export class LogCheck {
  tree = new CompactTree();
  /** The tree as of the last seal that was found sound. */
  sealed = new CompactTree();
  seals = 0;
  erased = 0;
  anchored: number | undefined;
  /** The first event after the last sound seal. */
  first: { id: string; seq: number } | undefined;
  #origin: string;
  #keys: readonly Buffer[];
  #anchor: AsyncGenerator<string> | undefined;
  #mayBeOlder: boolean;

  constructor(origin: string, keys: readonly Buffer[], anchor: AnchorCopy | undefined) {
    this.#origin = origin;
    this.#keys = keys;
    this.#anchor = anchor && checkpointsIn(anchor.file);
    this.#mayBeOlder = anchor?.mayBeOlder ?? true;
    if (anchor) this.anchored = 0;
  }

  /** False when the event is not the one that was sealed at this place. */
  add(event: SealedEvent, leaf: Leaf): boolean {
    if (leaf.position !== this.tree.size || leaf.seq !== event.seq || leaf.eventId !== event.id) return false;
    if (!hashOf(event, leaf.openings)?.equals(leaf.hash)) return false;
    this.first ??= { id: event.id, seq: event.seq };
    if ('commitment' in leaf.openings.client) this.erased++;
    if ('commitment' in leaf.openings.data) this.erased++;
    this.tree.append(leaf.hash);
    return true;
  }

  /** The seal that ends here. */
  async close(note: string): Promise<Finding | undefined> {
    const { size } = this.tree;
    const at = { seal: { size, after: this.sealed.size }, ...(this.first && { event: this.first }) };
    const opened = openCheckpoint(note, this.#keys);
    if (!opened || opened.origin !== this.#origin || opened.size !== size) {
      const seen = opened ? 'the checkpoint is that of another place' : 'the checkpoint is not signed with a known key';
      return { what: 'changed', part: 'seal', ...at, seen };
    }
    if (!opened.root.equals(this.tree.root())) {
      const seen =
        'events under this seal were changed, and what was noted of them with them; the event named is the first of the seal';
      return { what: 'changed', part: 'event', ...at, seen };
    }
    const finding = await this.#compare(note, opened.root);
    this.sealed = this.tree.copy();
    this.first = undefined;
    this.seals++;
    return finding && { ...at, ...finding };
  }

  async #compare(note: string, root: Buffer): Promise<Pick<Finding, 'what' | 'part' | 'seen'> | undefined> {
    if (!this.#anchor) return undefined;
    const { value: line, done } = await this.#anchor.next();
    if (done) {
      this.#anchor = undefined;
      if (this.#mayBeOlder) return undefined;
      return {
        what: 'missing',
        part: 'anchor',
        seen: 'the anchor file ends before this seal: it was cut off or put back',
      };
    }
    this.anchored = (this.anchored ?? 0) + 1;
    if (line === note) return undefined;
    const { size } = this.tree;
    const anchored = openCheckpoint(line, this.#keys);
    if (!anchored || anchored.origin !== this.#origin) {
      return {
        what: 'changed',
        part: 'anchor',
        seen: `checkpoint ${this.anchored} of the anchor file is none of this log`,
      };
    }
    if (anchored.size < size) {
      return {
        what: 'missing',
        part: 'seal',
        seen: `the anchor file has a seal of ${anchored.size} events that is gone here`,
      };
    }
    if (anchored.size > size) {
      return { what: 'missing', part: 'anchor', seen: 'the anchor file has no such seal' };
    }
    if (anchored.root.equals(root)) return undefined;
    return {
      what: 'changed',
      part: 'event',
      seen: 'the anchor file has another root for the same number of events: log and seals were rewritten; the event named is the first of the seal',
    };
  }

  /** What the anchor file knows beyond the last seal; `isThere` says that the log has it as well by now. */
  async end(isThere: (note: string) => Promise<boolean>): Promise<Finding | undefined> {
    for (; this.#anchor; ) {
      const { value: line, done } = await this.#anchor.next();
      if (done) return undefined;
      if (await isThere(line)) continue;
      const beyond = openCheckpoint(line, this.#keys);
      if (!beyond || beyond.origin !== this.#origin) {
        return {
          what: 'changed',
          part: 'anchor',
          seen: 'what follows its last known checkpoint in the anchor file is none of this log',
        };
      }
      const seen = `the anchor file knows ${beyond.size} sealed events, here are ${this.tree.size}: the end was taken away, or an older copy put back`;
      return { what: 'missing', part: 'event', seal: { size: beyond.size, after: this.tree.size }, seen };
    }
    return undefined;
  }
}
