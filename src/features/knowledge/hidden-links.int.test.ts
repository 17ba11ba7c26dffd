import { expect, test } from 'vitest';
import { usePortal } from '#test/portal.ts';
import { authors, by, makeArticle, segmentOf, write } from './knowledge.testing.ts';
import { setAudience } from './upkeep.ts';

const portal = usePortal();

test('links to what the readers of an article do not see are named when it is published. Control: to what they do see', async () => {
  const { world, category, maya } = await authors(portal());
  const audience = (number: string, to: 'public' | 'signed_in' | 'member') =>
    by(portal(), world, world.owner, (ctx) => setAudience(ctx, number, to));
  const inside = await makeArticle(portal(), world, category, 'How we write');
  const draft = await makeArticle(portal(), world, category, 'The packages', { draft: true });
  const open = await makeArticle(portal(), world, category, 'Our hours');
  await audience(inside.number, 'member');
  const links = [inside, draft, open].map(({ number }) => `<a href="/knowledge/${number}">There</a>`).join(', ');
  const { number } = await makeArticle(portal(), world, category, 'Begin here');
  const at = `/knowledge/${number}`;
  const written = await write(maya, number, { title: 'Begin here', body: `<p>${links}</p>`, act: 'publish' });
  const named = async () => {
    const { text } = await maya.get(at);
    const notice = /id="hidden-links"[\s\S]*?<\/div>/.exec(text)?.[0] ?? '';
    return [...notice.matchAll(/href="([^"]+)">([^<]+)</g)].map(([, href, title]) => [href, title]);
  };
  expect(written.status).toBe(303);
  const both = [
    [`/knowledge/${inside.number}`, 'How we write'],
    [`/knowledge/${draft.number}`, 'The packages'],
  ];
  expect(await named()).toEqual(both);
  // Who may read it decides, not what the link leads to alone.
  await audience(number, 'member');
  expect(await named()).toEqual(both.slice(1));
  await audience(open.number, 'signed_in');
  await audience(number, 'public');
  expect(await named()).toEqual([...both, [`/knowledge/${open.number}`, 'Our hours']]);
  await audience(number, 'signed_in');
  expect(await named()).toEqual(both);
});

test('a link from what some customers read to what others read is named. Control: to what they read as well', async () => {
  const { world, category, maya } = await authors(portal());
  const segments = await Promise.all(
    [world.accountId, world.rivalAccountId].map((account) => segmentOf(portal(), world, account)),
  );
  const forSome = async (title: string, of: string[]) => {
    const { number } = await makeArticle(portal(), world, category, title);
    await by(portal(), world, world.owner, (ctx) =>
      setAudience(ctx, number, 'segment', { to: 'segments', segments: of }),
    );
    return number;
  };
  const theirs = await forSome('For Harbor', segments.slice(1));
  const both = await forSome('For the two', segments);
  const own = await forSome('Begin here', segments.slice(0, 1));
  const body = `<p><a href="/knowledge/${theirs}">There</a>, <a href="/knowledge/${both}">there</a></p>`;
  await write(maya, own, { title: 'Begin here', body, act: 'publish' });
  const notice = /id="hidden-links"[\s\S]*?<\/div>/.exec((await maya.get(`/knowledge/${own}`)).text)?.[0] ?? '';
  expect([notice.includes('For Harbor'), notice.includes('For the two')]).toEqual([true, false]);
});
