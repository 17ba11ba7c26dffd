import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { brought, handed, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

test('what leads to a telephone or to a page of ours goes on leading there; control: what leads nowhere', async () => {
  const world = await newWorld(portal());
  const words = '[call](tel:+49-30-1234) [ask](/support/new) [gone](/wiki/start) [ussd](tel:*21#)';
  await brought(portal(), world, await handed(portal(), world, zipped({ 'docs/one.md': `# One\n\n${words}\n` })));
  const [one] = await texts(portal(), world);
  expect(one!.html).toContain(
    '<a href="tel:+49301234" rel="noopener">call</a> <a href="/support/new">ask</a> gone ussd',
  );
});

test('a draft is a draft by the words of whichever program wrote its head; control: what is published is', async () => {
  const world = await newWorld(portal());
  const page = await handed(
    portal(),
    world,
    zipped({
      'docs/hugo.md':
        '---\ntitle: Hugo\ndraft: true\ntags: [money, cards]\nauthor: Ada\nmenu:\n  main:\n    weight: 3\n---\nText\n',
      'docs/jekyll.md': '---\ntitle: Jekyll\nauthor: Bob\npublished: false\n---\nText\n',
      'docs/obsidian.md': '---\ntitle: Obsidian\npublish: no\n---\nText\n',
      'docs/ghost.md': '---\ntitle: Ghost\nvisibility: private\n---\nText\n',
      'docs/toml.md': '+++\ndraft = true\n+++\n# Toml\n\nText\n',
      'docs/broken.md': '---\ntitle: "Broken\ndraft: true\n---\n# Broken\n\nText\n',
      'docs/_drafts/later.md': '# Later\n\nText\n',
      'docs/live.md':
        '---\ntitle: Live\ndraft: false\npublished: 2025-03-01\ndescription: What it is\nlastmod: 2025-04-01\n---\nText\n',
      'docs/bare.md': '# Bare\n\nText\n',
    }),
  );
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  expect(all.filter(({ slug }) => slug !== null).map(({ title }) => title)).toEqual(['Bare', 'Live']);
  expect(all).toHaveLength(9);
  expect(all.find(({ title }) => title === 'Toml')!.html).toBe('<p>Text</p>');
  const live = (await visitor(portal(), world).get('/help/en/live')).text;
  expect(live).toContain('What it is');
  expect(live).toContain('1 Apr 2025');
  const report = (await as(portal(), world.owner).get(`${page}/report`)).text;
  expect(report).toContain('money, cards');
  expect(report).toMatch(/author.*Words of a head that say nothing here.*2/);
  expect(report.match(/Words of a head/g)).toHaveLength(2);
  expect(report.match(/Heads that we do not understand/g)).toHaveLength(2);
});

test('a head that is not understood, or names a day that has not come or is over, makes a draft; control: what it says of readers of today', async () => {
  const world = await newWorld(portal());
  const said = [
    'visibility: members',
    'visibility: paid',
    'status: in review',
    'status: trash',
    'draft: perhaps',
    'Draft: true',
    'publishDate: 2036-01-01',
    'publishDate: next spring',
    'date: 2036-01-01',
    'published: 2036-01-01',
    'expiryDate: 2020-01-01',
  ];
  const live = [
    'visibility: public',
    'status: publish',
    'status:',
    'publishDate: 2020-01-01',
    'date: in May',
    'expiryDate: 2036-01-01',
  ];
  const files = [...said, ...live].map((line, i) => [`docs/${i}.md`, `---\ntitle: Page ${i}\n${line}\n---\nText\n`]);
  const page = await handed(portal(), world, zipped(Object.fromEntries(files)));
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  const titles = all.filter(({ slug }) => slug !== null).map(({ title }) => title);
  expect(titles.toSorted()).toEqual(live.map((_, i) => `Page ${said.length + i}`).toSorted());
  expect(all).toHaveLength(files.length);
  const report = (await as(portal(), world.owner).get(`${page}/report`)).text;
  for (const line of ['visibility: members', 'status: in review', 'draft: perhaps', 'publishdate: next spring'])
    expect(report).toContain(line);
  expect(report).not.toContain('expirydate: 2020');
});
