/** Bodies by hand, for tests: what a browser would never send, piece by piece. */

// Fetch's own name for a streamed body, which the DOM types do not know.
export const streaming = { duplex: 'half' };
export const multipart = 'multipart/form-data; boundary=b';

/** A request whose body arrives in the given pieces. */
export function post(body: (string | Uint8Array)[] | FormData, headers: Record<string, string> = {}): Request {
  const url = 'http://portal.test/';
  if (body instanceof FormData) return new Request(url, { method: 'POST', body, headers });
  const pieces = body.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece));
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  return new Request(url, {
    method: 'POST',
    body: stream,
    headers: { 'content-type': multipart, ...headers },
    ...streaming,
  });
}

export const part = (disposition: string, content: string | Uint8Array, more = '') =>
  Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n`),
    typeof content === 'string' ? Buffer.from(content) : content,
    Buffer.from('\r\n'),
  ]);
export const field = (name: string, content: string | Uint8Array) => part(`name="${name}"`, content);
export const file = (name: string, content: string | Uint8Array) => part(`name="file"; filename="${name}"`, content);
export const END = '--b--\r\n';
