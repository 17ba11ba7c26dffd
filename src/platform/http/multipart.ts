import { once } from 'node:events';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { bodyChunks, declaredTooLong } from '#platform/http/body.ts';
import { type Entry, type Form, newForm } from '#platform/http/form.ts';
import { FormError } from '#platform/http/form-error.ts';
import { type FormLimits, formLimits } from '#platform/http/form-limits.ts';
import { MultipartParts, type StagingStore } from '#platform/http/multipart-parts.ts';
import { readUrlencoded } from '#platform/http/urlencoded.ts';

/**
 * Reads the form in a request body, multipart or urlencoded, files straight into staging. Throws FormError, or
 * StorageError `full`; then nothing of the body is left in the store. Without a store a posted file is refused.
 *
 * Call it before the request's transaction opens: a slow sender must not hold a database connection.
 */
export async function readForm(
  request: Request,
  store: StagingStore | null,
  replaced: Partial<FormLimits> = {},
): Promise<Form> {
  const limits = formLimits(store ? replaced : { ...replaced, files: 0 });
  const tooLong = declaredTooLong(request, limits.bodyBytes);
  if (!request.body || request.headers.get('content-length') === '0') return newForm([]);
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity') throw new FormError('unsupported');
  const contentType = request.headers.get('content-type') ?? '';
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'multipart/form-data' && !tooLong) {
    return readMultipart(request.body, contentType, store ?? NO_FILES, limits);
  }
  if (tooLong) {
    if (type === 'multipart/form-data') tooLong.read = await wordsBeforeFiles(request.body, contentType, limits);
    throw tooLong;
  }
  if (type === 'application/x-www-form-urlencoded') return readUrlencoded(request.body, limits);
  throw new FormError('unsupported');
}

/** The error is made anew for each form: it takes away what that form said. */
const refusing = (problem: () => FormError): StagingStore => ({
  stage: () => Promise.reject(problem()),
  discard: () => Promise.resolve(),
});

const NO_FILES = refusing(() => new FormError('too-many-files', { limit: 0 }));

/** Of a body that is refused: what comes at once, up to its first file. */
async function wordsBeforeFiles(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  limits: FormLimits,
): Promise<readonly Entry[]> {
  const quick = { ...limits, idleMs: Math.min(limits.idleMs, 1_000) };
  const form = readMultipart(body, contentType, NO_FILES, quick);
  return form.then(
    () => [],
    (error: unknown) => (error instanceof FormError ? error.read : []),
  );
}

async function readMultipart(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  store: StagingStore,
  limits: FormLimits,
): Promise<Form> {
  const parser = newParser(contentType, limits);
  const parts = new MultipartParts(store, limits);
  parser.on('error', (cause) => parts.fail(asFormError(cause)));
  parser.on('partsLimit', () => parts.fail(new FormError('too-many-fields', { limit: limits.fields })));
  parser.on('file', (field, content, fileName: string | undefined, _encoding, type) => {
    parts.take(field, content, fileName === undefined ? unnamed(type) : asNamed(fileName));
  });
  try {
    await feed(parser, bodyChunks(body, limits, parts.failed), parts.failed);
    return newForm(...(await parts.received()));
  } catch (error) {
    // Often the echo of an earlier failure, which is then the one to tell.
    parts.fail(error);
    await parts.discard();
    const { reason } = parts.failed;
    const words = await parts.read();
    if (reason instanceof FormError) reason.read = words;
    throw reason;
  }
}

// Some clients leave the empty file name of an empty file input out.
const unnamed = (type: string): string | undefined => (type === 'application/octet-stream' ? '' : undefined);

/** Browsers write these three of a file's name so, which would end the name where they stand. */
const asNamed = (fileName: string): string => fileName.replace(/%(?:22|0D|0A)/g, decodeURIComponent);

function newParser(contentType: string, limits: FormLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // Every part as raw bytes: the parser itself would replace invalid UTF-8 silently.
      isPartAFile: () => true,
      preservePath: true,
      limits: { parts: limits.fields + limits.files + 20, headerPairs: 20, headerSize: 16 * 1024 },
    });
  } catch (cause) {
    throw new FormError('malformed', { cause });
  }
}

async function feed(parser: BusboyInstance, chunks: AsyncIterable<Uint8Array>, failed: AbortSignal): Promise<void> {
  // Listened for from the start: the parser may finish at the closing boundary, before the body ends.
  const finished = once(parser, 'finish', { signal: failed });
  finished.catch(() => {});
  for await (const chunk of chunks) {
    // False while the reader of a part (the disk) is behind: memory stays at a few chunks.
    if (!parser.write(chunk)) await once(parser, 'drain', { signal: failed });
    failed.throwIfAborted();
  }
  parser.end();
  await finished;
}

function asFormError(cause: unknown): FormError {
  const early = cause instanceof Error && /unexpected end/i.test(cause.message);
  return new FormError(early ? 'cut-off' : 'malformed', { cause });
}
