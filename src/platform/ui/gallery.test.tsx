import { describe, expect, it } from 'vitest';
import type { Brand } from './brand.ts';
import { Gallery, galleryViews } from './gallery.tsx';

const brand: Brand = { name: 'Northwind <Studio>', color: '#6846e8', radius: 'soft', font: 'inter' };
const page = async (view: (typeof galleryViews)[number]) =>
  String(await (<Gallery view={view} brand={brand} brandVersion="1" theme="dark" />));

describe.each(galleryViews)('the kit, seen as %s', (view) => {
  it('needs nothing the content security policy forbids', async () => {
    const html = await page(view);
    expect(html).not.toMatch(/\sstyle=/i);
    expect(html).not.toMatch(/<style/i);
    expect(html).not.toMatch(/\son[a-z]+=/i);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i);
    expect(html).not.toMatch(/(?:src|href)="(?:data|javascript):/i);
  });

  it('is one whole document with one main heading, and every id once', async () => {
    const html = await page(view);
    expect(html).toMatch(/^<!doctype html><html lang="en" data-theme="dark">/);
    expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(html.match(/<main id="main"/g)).toHaveLength(1);
    const ids = [...html.replace(/<template[\s\S]*?<\/template>/g, '').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('writes names as text', async () => {
    const html = await page(view);
    expect(html).not.toContain('<Studio>');
    expect(html).toContain('Northwind &lt;Studio&gt;');
  });
});

it('leads from the parts to every view, and shows a file in each of its states', async () => {
  const html = await page('parts');
  const views = html.match(/<nav class="cluster" aria-label="Views">.*?<\/nav>/s)?.[0] ?? '';
  expect([...views.matchAll(/href="\?view=([^"]+)"/g)].map(([, view]) => view)).toEqual([...galleryViews]);
  const rows = html.replace(/<template[\s\S]*?<\/template>/g, '').match(/<div class="row upload">.*?<\/li>/gs) ?? [];
  const can = rows.map((row) =>
    [...row.matchAll(/<button[^>]*data-part="(\w+)"/g)].map(([, button]) => button).join(' '),
  );
  expect(can).toEqual(['cancel', 'cancel', 'remove', 'retry remove', 'remove']);
});
