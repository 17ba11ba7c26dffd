import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { distDirectory } from './assets.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Serves the files of one directory, none below it, for good: their names change with their content. Mount at /assets. */
export function serveAssets(directory: string): Hono {
  const read = new Map<string, Uint8Array<ArrayBuffer> | undefined>();
  const load = (name: string) => {
    if (!read.has(name)) {
      const file = join(directory, name);
      // Nothing is kept about absent names, or anyone could fill the memory with them.
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
      read.set(name, new Uint8Array(readFileSync(file)));
    }
    return read.get(name);
  };
  const app = new Hono();
  app.get('/:name', (c) => {
    const name = c.req.param('name');
    const type = types[extname(name)];
    if (!type || !/^[\w-]+(\.[\w-]+)*$/.test(name)) return missing();
    const accepted = c.req.header('accept-encoding');
    const [encoding, suffix] = encodings.find(([it, end]) => accepts(accepted, it) && load(name + end)) ?? ['', ''];
    const body = load(name + suffix);
    if (!body) return missing();
    const headers = {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${name}${suffix}"`,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    };
    if (c.req.header('if-none-match')?.includes(headers.etag)) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: encoding ? { ...headers, 'content-encoding': encoding } : headers });
  });
  app.all('*', () => missing());
  return app;
}

export const assetsApp = serveAssets(join(distDirectory, 'assets'));

function accepts(header: string | undefined, encoding: string): boolean {
  const part = header?.split(',').find((entry) => entry.trim().split(/\s*;/)[0]?.toLowerCase() === encoding);
  return part !== undefined && !/;\s*q=0(\.0*)?\s*$/.test(part);
}

function missing(): Response {
  return new Response('Not found\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
