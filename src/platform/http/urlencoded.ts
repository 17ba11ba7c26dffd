import { bodyChunks } from '#platform/http/body.ts';
import { type Entry, type Form, newForm } from '#platform/http/form.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { decodeText, TextBudget } from '#platform/http/form-text.ts';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/** Reads `application/x-www-form-urlencoded` as browsers write it. */
export async function readUrlencoded(body: ReadableStream<Uint8Array>, limits: FormLimits): Promise<Form> {
  // Every byte of text may be three on the wire (%C3); more than that cannot fit the limits.
  const bodyBytes = Math.min(limits.bodyBytes, limits.textBytes * 3 + limits.fields * 2);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bodyChunks(body, { ...limits, bodyBytes })) chunks.push(chunk);
  return newForm(entries(Buffer.concat(chunks), new TextBudget(limits)));
}

function* entries(body: Buffer, budget: TextBudget): Iterable<Entry> {
  for (let at = 0; at < body.length; ) {
    const found = body.indexOf(AMPERSAND, at);
    const end = found === -1 ? body.length : found;
    if (end > at) yield entry(body.subarray(at, end), budget);
    at = end + 1;
  }
}

function entry(pair: Buffer, budget: TextBudget): Entry {
  const equals = pair.indexOf(EQUALS);
  const name = decodeText(unescaped(equals === -1 ? pair : pair.subarray(0, equals)), 'name of a field');
  budget.field(name);
  const value = equals === -1 ? Buffer.alloc(0) : unescaped(pair.subarray(equals + 1));
  budget.bytes(name, 0, value.length);
  return [name, decodeText(value, name)];
}

/** Bytes behind plus signs and percent escapes; a percent sign without two hex digits stands for itself. */
function unescaped(raw: Buffer): Buffer {
  const bytes = Buffer.alloc(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at] ?? 0;
    const hex = byte === PERCENT ? raw.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes[length] = Number.parseInt(hex, 16);
      at += 2;
    } else {
      bytes[length] = byte === PLUS ? SPACE : byte;
    }
    length += 1;
  }
  return bytes.subarray(0, length);
}
