import { expect, test } from 'vitest';
import { fromEditing } from '#features/knowledge/editing.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { putHost } from '#features/workspaces/index.ts';
import { originOf } from '#platform/config.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

/** A business that has moved: another host is its first one, and the one it had is there still. */
async function moved() {
  const world = await newWorld(portal());
  const host = `help-${world.host}`;
  const article = await makeArticle(portal(), world, await makeCategory(portal(), world, 'Website'), 'Refunds');
  const later: World = { ...world, host, origin: originOf(portal().platform.config, host) };
  const move = (place: 'first' | 'beside') =>
    inWorkspace(portal().platform, world.workspaceId, (ctx) => putHost(ctx, host, place));
  return { world, later, article, move };
}

const addresses = (text: string) =>
  new Set([...text.matchAll(/https?:\/\/[^/"<\s]*localhost[^/"<\s]*/g)].map(([one]) => one));
const TOLD = ['/help', '/help/website', '/help/en/refunds', '/help/feed.xml', '/sitemap.xml', '/robots.txt'];

test('asked at either host, the help center names one: the first. Control: with the other beside it, that one', async () => {
  const { world, later, move } = await moved();
  for (const [place, first] of [
    ['beside', world.origin],
    ['first', later.origin],
  ] as const) {
    await move(place);
    for (const at of [world, later])
      for (const path of TOLD) {
        const { status, text } = await visitor(portal(), at).get(path);
        expect([path, at.host, status, ...addresses(text)]).toEqual([path, at.host, 200, first]);
      }
  }
});

test('the address of an article at any host of the business is a link of ours; control: at a stranger’s it is one to them', async () => {
  const { world, later, article, move } = await moved();
  const link = (origin: string) => `<a href="${origin}/help/en/refunds">x</a>`;
  const kept = (html: string) => by(portal(), world, world.owner, (ctx) => fromEditing(ctx, html));
  const other = await newWorld(portal());
  expect(await kept(link(later.origin))).toBe(link(later.origin));
  await move('first');
  for (const { origin } of [world, later])
    expect(await kept(link(origin))).toBe(`<a href="article:${article.id}">x</a>`);
  expect(await kept(link(other.origin))).toBe(link(other.origin));
});
