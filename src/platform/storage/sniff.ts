import { fileTypeFromBuffer } from 'file-type';

/** How much of a content is looked at. The rest is never parsed, so a crafted file costs no more than any other. */
export const HEAD_BYTES = 16 * 1024;

const UNKNOWN = 'application/octet-stream';

/**
 * The media type by content. It decides only how a file is labelled and shown (see `servedAs`); it is no proof that the
 * file is well-formed or harmless.
 */
export async function sniffType(head: Uint8Array): Promise<string> {
  const bytes = head.subarray(0, HEAD_BYTES);
  const found = await fileTypeFromBuffer(bytes, { maxBufferSize: 4 * HEAD_BYTES }).catch(() => undefined);
  if (found?.mime === 'image/apng') return 'image/png';
  if (found && found.mime !== 'application/xml') return found.mime;
  const text = readableText(bytes);
  return markupType(text ?? Buffer.from(bytes).toString('latin1')) ?? (text ? 'text/plain' : UNKNOWN);
}

// Anywhere in the head, not only at its start: browsers skip comments, spaces and prologs, and a plain text that
// quotes a tag loses nothing by being served as a download of unknown type.
const MARKUP: [RegExp, string][] = [
  [/<(?:[\w-]+:)?svg[\s>/]/i, 'image/svg+xml'],
  [
    /<!doctype\s+html|<(?:html|head|body|script|iframe|object|embed|form|img|meta|style|title|a|table)[\s>/]/i,
    'text/html',
  ],
  [/<\?xml|<!doctype|<!entity|xmlns\s*=/i, 'application/xml'],
  [/^mime-version:/im, 'message/rfc822'],
];

function markupType(text: string): string | undefined {
  return MARKUP.find(([pattern]) => pattern.test(text))?.[1];
}

/** The head as text, or undefined when it is not text. Cut in the middle of a character is fine. */
function readableText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe && 'utf-16le') || (first === 0xfe && second === 0xff && 'utf-16be');
  try {
    const text = new TextDecoder(wide || 'utf-8', { fatal: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
    return text === '' || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
