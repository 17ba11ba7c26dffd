import type { Disposition } from '#platform/storage/disposition.ts';

export interface Served {
  /** The Content-Type to send. */
  type: string;
  disposition: Disposition;
}

/** Pictures that hold no script in any browser: the only content ever shown from our origin. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Downloads that keep their type. A list of what may be named, so that a type nobody thought of stays unnamed. */
const NAMED = new Set([
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
  'image/heic',
  'image/tiff',
  'image/bmp',
  'video/mp4',
  'video/quicktime',
  'video/webm',
]);

/** How a sniffed type goes out: five kinds of picture inline, everything else to be saved. */
export function servedAs(type: string): Served {
  if (SHOWN.has(type)) return { type, disposition: 'inline' };
  if (type === 'text/plain') return { type: 'text/plain; charset=utf-8', disposition: 'attachment' };
  return { type: NAMED.has(type) ? type : 'application/octet-stream', disposition: 'attachment' };
}
