/** Longest name we keep, in UTF-8 bytes: under the 255 of file systems, with room for what a browser adds. */
export const MAX_NAME_BYTES = 200;
const MAX_EXTENSION_BYTES = 20;

// Controls, format characters (bidi overrides, zero width, BOM), lone surrogates, line separators, and letters that
// show nothing (grapheme joiner, Hangul fillers): all of them can make a name look like another one.
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*]/g;
const OUTER_DOTS_AND_SPACES = /^[. ]+|[. ]+$/g;
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i;

/**
 * A name that is safe to show: one path segment, no invisible or direction-changing characters, no device name, at most
 * 200 bytes with its extension kept. Never empty. It is a label only: contents are stored under random keys.
 */
export function safeFileName(name: string): string {
  // A bound on the work: far beyond any real name, and the end is kept because the extension is there.
  const visible = name.slice(-4096).replace(UNSEEN, '');
  const segment = visible.split(/[/\\]/).findLast((part) => part.replaceAll('.', '').trim() !== '') ?? '';
  const plain = segment.normalize('NFC').replace(/\s+/g, ' ');
  const trimmed = plain.replace(OUTER_DOTS_AND_SPACES, '');
  if (trimmed === '') return 'file';
  return shorten(DEVICE.test(trimmed) ? `_${trimmed}` : trimmed);
}

/** One that can be saved on any system by who does not look at it first, as an archive's reader. A browser does, and keeps what it can. */
export const portableFileName = (name: string): string => safeFileName(name).replace(FORBIDDEN_ON_WINDOWS, '_');

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const found = /\.[^. ]+$/.exec(name)?.[0] ?? '';
  const extension = Buffer.byteLength(found) <= MAX_EXTENSION_BYTES ? found : '';
  const room = MAX_NAME_BYTES - Buffer.byteLength(extension);
  const stem = cutBytes(name.slice(0, name.length - extension.length), room);
  return stem.replace(/[. ]+$/, '') + extension;
}

/** The longest start of the text that fits, never ending in the middle of a character. */
function cutBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
