import { createHash } from 'node:crypto';

/**
 * Of each password in the list stand the first bytes of its hash: small, and nobody has to read what people choose.
 * With 6 a good password meets one of 50,000 by chance once in a thousand million; with 4 it was once in 30,000.
 */
export const PREFIX_BYTES = 6;
/** Shorter ones are no password here, and would be found inside too many good ones. */
export const SHORTEST = 4;

export const prefixOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUIntBE(0, PREFIX_BYTES);

let known: Promise<Float64Array> | undefined;

/** Loaded with the first password that somebody chooses. */
async function load(): Promise<Float64Array> {
  const { default: text } = await import('./known.txt?raw');
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / PREFIX_BYTES }, (_, at) =>
    bytes.readUIntBE(at * PREFIX_BYTES, PREFIX_BYTES),
  );
}

/** What guessing programs try first: a known password, with a number behind it, with 0 for o, twice in a row. */
export async function isGuessable(password: string, own: readonly string[] = []): Promise<boolean> {
  const text = password.normalize('NFKC').toLowerCase();
  if (new Set(text).size < 4 || isRow(text)) return true;
  known ??= load();
  const list = await known;
  const words = own
    .flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= SHORTEST);
  const names = new Set([...words, ...own.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))]);
  return formsOf(text).some((form) => form.length >= SHORTEST && (names.has(form) || has(list, prefixOf(form))));
}

/** A few digits and signs around a word make it no better; more of them do. */
const AROUND = 6;
const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function formsOf(text: string): string[] {
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const near = text.length - core.length <= AROUND ? [core, core.replace(/[^\p{L}\p{N}]/gu, '')] : [];
  const plain = [...text].map((char) => LEET[char] ?? char).join('');
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  const forms = [text, ...near, plain, ...near.map((form) => [...form].map((char) => LEET[char] ?? char).join(''))];
  return unit ? [...forms, unit] : forms;
}

/** 1234567890, abcdefghij, and backwards; after 9 comes 0. */
const steps: Record<number, number> = { 9: -1, [-9]: 1 };

function isRow(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const taken = new Set(codes.slice(1).map((code, index) => steps[code - codes[index]!] ?? code - codes[index]!));
  return taken.size === 1 && [1, -1].includes([...taken][0]!);
}

function has(list: Float64Array, wanted: number): boolean {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (list[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return list[from] === wanted;
}
