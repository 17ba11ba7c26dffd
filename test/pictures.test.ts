import { parse } from 'parse5';
import { expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { as, attribute, elements } from './client.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

const png = picture(8, 8, [[200, 60, 60]], [[0, 0, 8, 8, 0]]);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const html = '<!doctype html><title>x</title><script>alert(1)</script>';

async function shown(content: string | Uint8Array, name: string, type: string) {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const asked = { subject: 'A picture', urgency: 'slows', body: 'See below' };
  const sent = await dana.submit('/support/new', '/support', { ...asked, files: { name, type, content } });
  expect(sent.status).toBe(303);
  const page = parse((await as(portal(), world.agent).get('/inbox/1')).text);
  const [link] = [...elements(page, 'a')].filter((each) => attribute(each, 'href')?.startsWith('/files/'));
  const [image] = elements(link!, 'img');
  return { dana, href: attribute(link!, 'href')!, image };
}

test('a picture is shown in the thread, in a box of its own size, by its own name', async () => {
  const { dana, href, image } = await shown(png, 'proof of it.png', 'image/png');
  expect(attribute(image!, 'src')).toBe(href);
  expect(attribute(image!, 'alt')).toBe('proof of it.png');
  expect(attribute(image!, 'loading')).toBe('lazy');
  expect([attribute(image!, 'width'), attribute(image!, 'height')]).toEqual(['168', '112']);
  const file = await dana.get(href);
  expect(file.headers.get('content-type')).toBe('image/png');
  expect(file.headers.get('content-disposition')).toMatch(/^inline/);
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  ['SVG', svg, 'drawing.svg', 'image/svg+xml'],
  ['SVG that calls itself a PNG', svg, 'drawing.png', 'image/png'],
  ['HTML', html, 'page.html', 'text/html'],
  ['HTML that calls itself a JPEG', html, 'page.jpg', 'image/jpeg'],
])('%s is never shown, in the thread or by itself: it is saved', async (_, content, name, type) => {
  const { dana, href, image } = await shown(content, name, type);
  expect(image).toBeUndefined();
  const file = await dana.get(href);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(file.headers.get('content-type')).not.toMatch(/svg|html/);
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
});
