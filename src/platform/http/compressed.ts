import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';
import { headersAt } from './security-headers.ts';
import { utf8 } from './utf8.ts';

const SMALLEST = 1_000;
/** Below this a page is compressed in a third of a millisecond; handing it to another thread and back takes longer. */
const SMALL = 128 * 1024;
/** Half of what an encoder sets aside by itself. Each outlives a collection or two with it, until the old generation is looked through: sooner, the more it is. */
const chunkSize = 8 * 1024;
/** Told how much will come, it makes itself no larger than that needs: a third of its time for a page, and the same bytes. */
const brotli = (bytes: number) => ({
  chunkSize,
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes },
});
const squeeze = {
  br: async (body: Buffer) =>
    (body.length < SMALL ? brotliCompressSync : promisify(brotliCompress))(body, brotli(body.length)),
  gzip: async (body: Buffer) => (body.length < SMALL ? gzipSync : promisify(gzip))(body, { level: 5, chunkSize }),
};

/** Packed well, for what is made once and given often. */
export const packed = (body: Uint8Array, how: 'br' | 'gzip'): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    how === 'br'
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } })
      : gzipSync(body, { level: 7 }),
  );

/** What a browser can unpack, by its Accept-Encoding. A weight of nothing refuses it. */
export function encodingOf(accepted: string | null | undefined): 'br' | 'gzip' | null {
  if (!accepted) return null;
  return BROTLI.test(accepted) ? 'br' : GZIP.test(accepted) ? 'gzip' : null;
}

const BROTLI = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i;
const GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i;

const encodingFor = (c: Context<Env>) => encodingOf(c.req.header('accept-encoding'));

/**
 * A page as the answer, compressed while it is still text: taking it out of a Response again costs as much as rendering
 * it. Without a status it is the one the route set. Secrets in pages are masked anew each time (csrf.ts), so their compressed size tells nothing.
 */
export async function answerWith(c: Context<Env>, html: string, status?: number): Promise<Response> {
  const how = encodingFor(c);
  const small = !how || html.length < SMALLEST || c.req.method === 'HEAD';
  const text = utf8(html);
  const body = small ? text : await squeeze[how](text);
  const headers = {
    ...headersAt(c.get('portal')?.origin),
    'x-request-id': c.get('requestId'),
    vary: 'accept-encoding',
    'content-type': 'text/html; charset=UTF-8',
    ...(small ? {} : { 'content-encoding': how }),
  };
  // Answered with nothing, to see what the route has said already: a status, a cookie.
  const said = c.newResponse(null, status as 200 | undefined);
  if (!said.headers.keys().next().done) return c.body(body, said.status as 200, headers);
  c.set('whole', true);
  return new Response(body, { status: said.status, headers });
}

/** Compresses the other texts we make: style sheets, JSON. Pages have been compressed already (`answerWith`). */
export const compressed: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const how = encodingFor(c);
  if (!how || c.get('whole') || c.req.method === 'HEAD') return;
  const { headers, status } = c.res;
  if (headers.has('content-encoding')) return;
  if (!/^(text\/(css|plain)|application\/(problem\+)?json)/.test(headers.get('content-type') ?? '')) return;
  const body = Buffer.from(await c.res.arrayBuffer());
  const fresh = new Headers(headers);
  fresh.append('vary', 'accept-encoding');
  fresh.delete('content-length');
  if (body.length >= SMALLEST) fresh.set('content-encoding', how);
  c.res = undefined;
  c.res = new Response(body.length >= SMALLEST ? await squeeze[how](body) : body, { status, headers: fresh });
};
