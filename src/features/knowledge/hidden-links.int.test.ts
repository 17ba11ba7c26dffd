import { expect, test } from 'vitest';
import { usePortal } from '#test/portal.ts';
import { authors, by, makeArticle, write } from './knowledge.testing.ts';
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
