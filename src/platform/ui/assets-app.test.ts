import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveAssets } from './assets-app.ts';

const script = 'export const answer = 42;\n';
const root = mkdtempSync(join(tmpdir(), 'portico-assets-'));
const app = serveAssets(join(root, 'assets'));
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

beforeAll(() => {
  const directory = join(root, 'assets');
  mkdirSync(join(directory, 'below'), { recursive: true });
  writeFileSync(join(directory, 'main-1.js'), script);
  writeFileSync(join(directory, 'main-1.js.br'), brotliCompressSync(script));
  writeFileSync(join(directory, 'main-1.js.gz'), gzipSync(script));
  writeFileSync(join(directory, 'font-1.woff2'), 'font');
  writeFileSync(join(directory, 'below', 'main-1.js'), script);
  writeFileSync(join(root, 'manifest.json'), '{"secret":true}');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('/assets', () => {
  it('sends the smallest form the browser understands', async () => {
    const brotli = await get('/main-1.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(String(brotliDecompressSync(new Uint8Array(await brotli.arrayBuffer())))).toBe(script);
    const gzip = await get('/main-1.js', { 'accept-encoding': 'gzip;q=0.8, br;q=0' });
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(String(gunzipSync(new Uint8Array(await gzip.arrayBuffer())))).toBe(script);
    const plain = await get('/main-1.js');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  it('is kept by the browser for good, with the right type', async () => {
    const { headers } = await get('/main-1.js');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('vary')).toBe('accept-encoding');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('/font-1.woff2', { 'accept-encoding': 'br' })).headers.get('content-type')).toBe('font/woff2');
  });

  it('answers 304 to a browser that has it', async () => {
    const etag = (await get('/main-1.js')).headers.get('etag') ?? '';
    const again = await get('/main-1.js', { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await get('/main-1.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD without a body', async () => {
    const response = await app.request('/main-1.js', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    '/main-2.js',
    '/below/main-1.js',
    '/..%2fmanifest.json',
    '/%2e%2e/manifest.json',
    '/..%5cmanifest.json',
    '/main-1.js%00',
    '/main-1',
    '/',
    '/below',
  ])('knows nothing of %s, and lets no one keep that answer', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
