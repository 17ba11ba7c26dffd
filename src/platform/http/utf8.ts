import { transcode } from 'node:buffer';

/** Where a page is laid down as UTF-16: larger ones get room of their own. */
const desk = Buffer.allocUnsafeSlow(512 * 1024);

/**
 * The bytes of a page. V8 writes UTF-8 one character after another and counts it first; by way of UTF-16, which is copied as it
 * stands, 32 KB take 17 microseconds instead of 64.
 */
export function utf8(text: string): Buffer<ArrayBuffer> {
  try {
    const wide =
      2 * text.length > desk.length ? Buffer.from(text, 'utf16le') : desk.subarray(0, desk.write(text, 'utf16le'));
    return transcode(wide, 'utf16le', 'utf8') as Buffer<ArrayBuffer>;
  } catch {
    // Half of a character, left of an emoji that was cut: refused there, U+FFFD here.
    return Buffer.from(text);
  }
}
