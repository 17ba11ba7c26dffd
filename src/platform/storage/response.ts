import { contentDisposition } from '#platform/storage/disposition.ts';
import type { FileStore, StoredFile } from '#platform/storage/file-store.ts';
import { parseRange } from '#platform/storage/range.ts';
import { servedAs } from '#platform/storage/serving.ts';

export interface FileResponseOptions {
  /** Always offer to save, also for pictures that could be shown. */
  download?: boolean;
}

/**
 * Answers a GET or HEAD with an untrusted file, so that nothing in it can run: typed by its content, never guessed by
 * the browser, sandboxed, and saved instead of shown unless it is a picture. Handles single ranges and revalidation.
 * Throws StorageError `missing` or `damaged` before anything was sent. Whether the reader may have the file is the
 * caller's question, asked before. Later middleware must not replace these headers.
 */
export async function fileResponse(
  store: FileStore,
  file: StoredFile,
  request: Request,
  options: FileResponseOptions = {},
): Promise<Response> {
  const headers = fileHeaders(file, options);
  const etag = `"${file.sha256}"`;
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const range = parseRange(currentRange(request, etag), file.bytes);
  if (range === 'unsatisfiable') return unsatisfiable(headers, file.bytes);
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range) headers.set('content-range', `bytes ${start}-${end}/${file.bytes}`);
  // For HEAD as well, so that both give the same answer for a file that is gone.
  const body = await store.open(file.key, { start, end });
  return new Response(request.method === 'HEAD' ? null : body, { status: range ? 206 : 200, headers });
}

function fileHeaders(file: StoredFile, options: FileResponseOptions): Headers {
  const { type, disposition } = servedAs(file.type);
  return new Headers({
    'content-type': type,
    'content-disposition': contentDisposition(file.name, options.download ? 'attachment' : disposition),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    // The browser may keep it but asks each time, so that access that ended stays ended.
    'cache-control': 'private, max-age=0, must-revalidate',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
  });
}

/** The Range header, unless the client's earlier part is of another content. */
function currentRange(request: Request, etag: string): string | null {
  const condition = request.headers.get('if-range');
  return condition === null || condition.trim() === etag ? request.headers.get('range') : null;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

function unsatisfiable(headers: Headers, size: number): Response {
  headers.set('content-range', `bytes */${size}`);
  headers.delete('content-disposition');
  headers.delete('content-type');
  return new Response(null, { status: 416, headers });
}
