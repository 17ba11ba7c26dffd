import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';

/** What to say of a body whose headers already tell that it is too large. */
export function declaredTooLong(request: Request, limit: number): FormError | undefined {
  const declared = request.headers.get('content-length');
  return declared !== null && !(Number(declared) <= limit) ? new FormError('body-too-large', { limit }) : undefined;
}

/**
 * The body piece by piece, counted, whatever its headers promise. Throws FormError `body-too-large`, `cut-off` and
 * `too-slow`, and the signal's reason when it is aborted. An early end leaves the connection open for the answer: the
 * server drains or closes it after the response.
 */
export async function* bodyChunks(
  body: ReadableStream<Uint8Array>,
  { bodyBytes, idleMs }: Pick<FormLimits, 'bodyBytes' | 'idleMs'>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await patiently(reader.read(), idleMs, signal);
      if (done) return;
      bytes += value.byteLength;
      if (bytes > bodyBytes) throw new FormError('body-too-large', { limit: bodyBytes });
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

type Read = ReadableStreamReadResult<Uint8Array>;

function patiently(read: Promise<Read>, idleMs: number, signal?: AbortSignal): Promise<Read> {
  const { promise, resolve, reject } = Promise.withResolvers<Read>();
  const stop = () => reject(signal?.reason);
  const timer = setTimeout(() => reject(new FormError('too-slow')), idleMs);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  read.then(resolve, (cause: unknown) => reject(new FormError('cut-off', { cause })));
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  });
}
