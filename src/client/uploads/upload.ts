import { formatBytes } from '#platform/i18n/format.ts';
import { readerNow } from '../reader.ts';
import { uploadInput } from './input.ts';
import type { Row } from './row.ts';
import { type Stored, transfer } from './transfer.ts';
import { fill, timeLeft } from './wording.ts';

export interface Words {
  waiting?: string;
  moving?: string;
  done?: string;
  failed?: string;
  tooLarge?: string;
  leave?: string;
}

export interface Terms {
  address: string;
  token: string;
  /** Largest file in bytes. */
  limit: number;
  words: Words;
}

/** One file on its way to the server, with its row. `changed` is called whenever it starts, ends or leaves. */
export class Upload {
  private stop: (() => void) | undefined;
  private moved = 0;
  private readonly once = crypto.getRandomValues(new Uint32Array(4)).join('-');
  private readonly file: File;
  private readonly row: Row;
  private readonly changed: () => void;

  constructor(file: File, row: Row, changed: () => void) {
    this.file = file;
    this.row = row;
    this.changed = changed;
  }

  get isWaiting(): boolean {
    return this.row.element.dataset.state === 'waiting';
  }

  get isMoving(): boolean {
    return this.row.element.dataset.state === 'moving';
  }

  get failed(): boolean {
    return this.row.element.dataset.state === 'failed';
  }

  get element(): HTMLElement {
    return this.row.element;
  }

  queue({ limit, words }: Terms): void {
    if (this.file.size > limit) this.row.show('refused', this.say(words.tooLarge ?? '', { limit: bytes(limit) }));
    else this.row.show('waiting', this.say(words.waiting ?? '{total}'));
    this.changed();
  }

  start({ address, token, words }: Terms): void {
    const begun = Date.now();
    this.moved = 0;
    this.row.move(0, 1);
    this.row.show('moving', this.say(words.waiting ?? '{total}'));
    this.stop = transfer({ address, token, once: this.once }, this.file, {
      moved: (done) => {
        this.moved = done;
        this.row.move(done, this.file.size);
        const left = timeLeft(document.documentElement.lang, done, this.file.size, Date.now() - begun);
        if (left) this.row.show('moving', this.say(words.moving ?? '{done} / {total}', { left }));
      },
      stored: (stored) => this.finish(stored, words),
      failed: (detail) => {
        this.row.show('failed', detail ?? this.say(words.failed ?? '{done} / {total}'));
        this.changed();
      },
    });
  }

  cancel(): void {
    this.stop?.();
    this.row.element.remove();
    this.changed();
  }

  private finish(stored: Stored, words: Words): void {
    this.row.show('done', this.say(words.done ?? '{total}'));
    this.row.element.append(uploadInput(stored));
    this.changed();
  }

  private say(text: string, more: Record<string, string> = {}): string {
    return fill(text, { name: this.file.name, done: bytes(this.moved), total: bytes(this.file.size), ...more });
  }
}

function bytes(amount: number): string {
  return formatBytes(readerNow(), amount);
}
