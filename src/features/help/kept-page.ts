import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { SHARED } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { encodingOf, packed } from '#platform/http/compressed.ts';
import type { Env, KeptPage } from '#platform/http/env.ts';
import { headersAt } from '#platform/http/security-headers.ts';

/** What of a request decides in which form a page is given. */
export interface Wanted {
  method: string;
  /** Its Accept-Encoding. */
  encodings: string | undefined;
  /** Its If-None-Match. */
  tags: string | undefined;
}

/** An answer without the id of its request. */
export interface Given {
  status: 200 | 304;
  headers: Readonly<Record<string, string>>;
  /** The same, name and value by turns: Node writes them as they stand, and looks no name up. */
  lines: string[];
  /** Bytes, each as one character: Node sends a text in one piece with its headers, and bytes in two. */
  body: string;
}

export interface Entry {
  /** The route that made it, for the metrics. */
  route: string;
  /** Of memory. */
  size: number;
  give(wanted: Wanted): Given;
}

/** A page in every form that it is asked for in, each made once. */
export function entryOf(c: Context<Env>, page: KeptPage): Entry {
  const plain = typeof page.body === 'string' ? new TextEncoder().encode(page.body) : page.body;
  const etag = `W/"${sha256Hex(Buffer.from(plain)).slice(0, 32)}"`;
  const headers: Record<string, string> = {
    ...headersAt(c.var.portal.origin),
    'cache-control': SHARED,
    'content-type': page.type,
    // Whoever is signed in gets a page of their own: a cache that many share must not give them this one.
    vary: ['accept-encoding', 'cookie', page.vary].filter(Boolean).join(', '),
    etag,
    ...page.headers,
  };
  const squeezed = (how: 'br' | 'gzip') =>
    /^(text|application)\//.test(page.type)
      ? inOnePiece(packed(plain, how), { ...headers, 'content-encoding': how })
      : inOnePiece(plain, headers);
  const variants = { plain: inOnePiece(plain, headers), br: squeezed('br'), gzip: squeezed('gzip') };
  const unchanged: Given = { status: 304, ...said(headers), body: '' };
  return {
    route: routePath(c, -1),
    size: Object.values(variants).reduce((sum, { body }) => sum + body.length, 1_000),
    give({ method, encodings, tags }) {
      if (tags?.split(',').some((tag) => tag.trim() === etag)) return unchanged;
      const variant = variants[encodingOf(encodings) ?? 'plain'];
      return method === 'HEAD' ? { ...variant, body: '' } : variant;
    },
  };
}

const said = (headers: Record<string, string>) => ({ headers, lines: Object.entries(headers).flat() });

const inOnePiece = (bytes: Uint8Array, headers: Record<string, string>): Given => ({
  status: 200,
  ...said({ ...headers, 'content-length': String(bytes.length) }),
  body: Buffer.from(bytes).toString('latin1'),
});

/** For whoever comes by the long way. */
export function responseOf(
  { status, headers, body }: Given,
  own: Record<string, string> | undefined,
  method: string,
): Response {
  const bytes = status === 304 || method === 'HEAD' ? null : Buffer.from(body, 'latin1');
  return new Response(bytes, { status, headers: { ...headers, ...own } });
}
