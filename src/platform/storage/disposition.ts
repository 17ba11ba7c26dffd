import { portableFileName, safeFileName } from '#platform/storage/names.ts';

export type Disposition = 'inline' | 'attachment';

/**
 * The Content-Disposition header (RFC 6266): a quoted ASCII name every client understands, and where the name has more
 * than that, the full one in `filename*` (RFC 8187), which clients prefer. Accepts any name; it is made safe here.
 */
export function contentDisposition(name: string, disposition: Disposition): string {
  const safe = safeFileName(name);
  // Percent signs too: some clients decode them in the plain form.
  const ascii = portableFileName(name).replace(/[^\x20-\x7e]|%/gu, '_');
  const plain = `${disposition}; filename="${ascii}"`;
  return ascii === safe ? plain : `${plain}; filename*=UTF-8''${encodeExtended(safe)}`;
}

/** encodeURIComponent leaves four characters alone that RFC 8187 does not allow bare. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}
