import { expect, test } from 'vitest';
import { as, visitor } from './client.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

const withoutCodes = (html: string): string =>
  html.replace(/404-[0-9a-f]{6}/g, '').replace(/(value|content|data-since)="[^"]*"/g, '');

test('a page that is not there keeps the navigation for whoever is signed in, and names who to ask', async () => {
  const world = await newWorld(portal());
  const dana = await as(portal(), world.dana).get('/nowhere');
  expect(dana.status).toBe(404);
  const html = dana.text;
  expect(html).toContain('This page has moved, or was never here');
  expect(html).toMatch(/<nav class="sidebar".*href="\/support"/s);
  expect(html).toContain('href="/search"');
  const { text: maya } = await as(portal(), world.agent).get('/inbox/999');
  expect(maya).toMatch(/<nav class="sidebar".*href="\/inbox"/s);
});

test('control: a visitor’s page has none', async () => {
  const world = await newWorld(portal());
  const { text: html } = await visitor(portal(), world).get('/nowhere');
  expect(html).toContain('This page has moved, or was never here');
  expect(html).not.toContain('class="sidebar"');
});

test('somebody else’s ticket and one that never was look the same, navigation and all', async () => {
  const world = await newWorld(portal());
  const rival = await newWorld(portal());
  const there = as(portal(), rival.dana);
  await there.submit('/support/new', '/support', { subject: 'Rival', urgency: 'question', body: 'Rival words.' });
  const dana = as(portal(), world.dana);
  const [foreign, never] = [await dana.get('/support/1'), await dana.get('/support/2')];
  expect([foreign.status, never.status]).toEqual([404, 404]);
  expect(withoutCodes(foreign.text)).toBe(withoutCodes(never.text));
});
