import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

const SMALLEST = 1_000;
const squeeze = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 5 }),
};

/** Compresses pages and other text we made. Secrets in them are masked per response (csrf.ts), so size tells nothing. */
export const compressed: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const type = c.res.headers.get('content-type') ?? '';
  if (!/^(text\/(html|css|plain)|application\/(problem\+)?json)/.test(type) || !c.res.body) return;
  if (c.res.headers.has('content-encoding') || c.req.method === 'HEAD') return;
  const accepted = c.req.header('accept-encoding') ?? '';
  const how = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  c.res.headers.append('vary', 'accept-encoding');
  if (!how) return;
  const body = Buffer.from(await c.res.arrayBuffer());
  const headers = new Headers(c.res.headers);
  const status = c.res.status;
  if (body.length < SMALLEST) {
    c.res = new Response(body, { status, headers });
    return;
  }
  headers.set('content-encoding', how);
  headers.delete('content-length');
  c.res = undefined;
  c.res = new Response(await squeeze[how](body), { status, headers });
};
