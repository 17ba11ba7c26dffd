import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';

const MAX_NAME_BYTES = 200;

/** Counts the text of one form against its limits while it arrives, before it is held. */
export class TextBudget {
  readonly #limits: FormLimits;
  #fields = 0;
  #bytes = 0;

  constructor(limits: FormLimits) {
    this.#limits = limits;
  }

  /** Admits one more field; its name counts as text. */
  field(name: string): void {
    this.#fields += 1;
    if (this.#fields > this.#limits.fields) throw new FormError('too-many-fields', { limit: this.#limits.fields });
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
      throw new FormError('field-too-large', { field: printable(name), limit: MAX_NAME_BYTES });
    }
    this.#spend(Buffer.byteLength(name));
  }

  /** Admits more bytes of a field that has `soFar` bytes already. */
  bytes(name: string, soFar: number, more: number): void {
    const limit = this.#limits.fieldBytes;
    if (soFar + more > limit) throw new FormError('field-too-large', { field: printable(name), limit });
    this.#spend(more);
  }

  #spend(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.textBytes) throw new FormError('body-too-large', { limit: this.#limits.textBytes });
  }
}

/** Strict: what is not UTF-8, or holds a null byte, is refused instead of being changed silently. */
export function decodeText(bytes: Uint8Array, field: string): string {
  if (bytes.includes(0)) throw new FormError('null-byte', { field: printable(field) });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormError('not-utf8', { field: printable(field), cause });
  }
}

/** Field names reach logs and messages, also those an attacker chose. */
export function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
