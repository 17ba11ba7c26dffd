import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

/** The links of an article that lead to a place in a page, by their words, with the words of the heading that is there. */
async function placesOf(world: World, path: string): Promise<Record<string, string | undefined>> {
  const open = async (at: string) => (await visitor(portal(), world).get(at)).text;
  const links = [...(await open(path)).matchAll(/<a href="([^"#]*)#(s-[\w-]+|top)">(to [a-zA-Z]+)<\/a>/g)];
  const found = links.map(async ([, at, id, label]) => {
    const headings = (await open(at || path)).matchAll(/<h[23] id="([^"]+)">(.*?)<\/h[23]>/g);
    return [label, id === 'top' ? id : [...headings].find((one) => one[1] === id)?.[2]] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

test('links to places in pages lead to the headings that are there, however their names are made, and what leads nowhere is said', async () => {
  const world = await newWorld(portal());
  const page = await handed(
    portal(),
    world,
    zipped({
      'Shelf/pay.md': [
        '# Pay',
        '<a name="start"></a>',
        '[to pay](#how-to-pay) [to umlaut](#f%C3%BCr-alle--jeden) [to second](#how-to-pay-1) [to deep](#deeper) [to own](#s-late)',
        '[to code](#the-npm-install-step) [to named](#by-name) [to start](#start) [to nothing](#not-there)',
        '[to other](refund.md#when-it-comes) [to lost](refund.md#never) [to German](refund.de.md#wann)',
        '## How to pay',
        'Text',
        '#### Deeper',
        'Text',
        '## Für alle & jeden',
        '## How to pay',
        '## The `npm install` step',
        '## Something else {#by-name}',
        '## Late',
      ].join('\n\n'),
      'Shelf/refund.md': '# Refund\n\n## Before\n\n## When it *comes*\n\nText\n',
      'Shelf/refund.de.md': '# Rückzahlung\n\n## Wann\n',
    }),
  );
  const dry = await as(portal(), world.owner).get(page);
  for (const said of ['Links that lead nowhere', '#not-there', 'Places in another article', 'refund.md#never'])
    expect(dry.text).toContain(said);
  await brought(portal(), world, page);
  expect(await placesOf(world, '/help/en/pay')).toEqual({
    'to pay': 'How to pay',
    'to umlaut': 'Für alle &amp; jeden',
    'to second': 'How to pay',
    'to deep': 'Deeper',
    'to own': 'Late',
    'to code': 'The <code>npm install</code> step',
    'to named': 'Something else',
    'to start': 'top',
    'to other': 'When it <em>comes</em>',
  });
  const { html } = (await texts(portal(), world)).find(({ title }) => title === 'Pay')!;
  expect(html).toContain('href="#s-how-to-pay-2">to second');
  expect(html).not.toContain('not-there');
  const file = (await as(portal(), world.owner).get(`${page}/report`)).text;
  expect(file).toContain('refund.de.md#wann');
});

test('the names that a help center elsewhere gives its headings are known, within an article and from one to another', async () => {
  const world = await newWorld(portal());
  const article = (id: number, title: string, body: string) => ({
    ...{ id, title, body, section_id: 2, locale: 'en-us', draft: false, user_segment_id: null },
    html_url: `https://company.zendesk.com/hc/en-us/articles/${id}`,
  });
  const LINKED = '<a href="https://far.example/page" rel="noopener">Link</a>';
  const long = '<p>Long <a href="/hc/en-us/articles/1001-Pay#h_2">to link</a></p>';
  const body = [
    '<p><a href="#h_01HXX">to heading</a> <a href="#_Toc12">to bookmark</a> <a href="#box">to box</a> <a href="#h_2">to linked</a></p>',
    '<h1 id="h_01HXX">Fees<br>and more</h1><p>Text</p><a name="_Toc12"></a><h2>Word</h2><div id="box"><h3>Box</h3></div>',
    '<h2 id="h_2"><a href="https://far.example/page">Link</a></h2>',
  ].join('');
  const file = JSON.stringify({ articles: [article(1001, 'Pay', body), article(1002, 'Other', long)] });
  await brought(portal(), world, await handed(portal(), world, file, 'articles.json'));
  expect(await placesOf(world, '/help/en/pay')).toEqual({
    'to heading': 'Fees<br />and more',
    'to bookmark': 'Word',
    'to box': 'Box',
    'to linked': LINKED,
  });
  expect(await placesOf(world, '/help/en/other')).toEqual({ 'to link': LINKED });
  // Whoever writes on it keeps the place.
  const [, other] = await texts(portal(), world);
  const editor = await as(portal(), world.owner).get(`/knowledge/${other!.number}`);
  expect(editor.text).toMatch(/\/knowledge\/\d+#s-link/);
});

test('links that are left out, and what help centers elsewhere know of an article beside its text, are named in the report', async () => {
  const world = await newWorld(portal());
  const zendesk = {
    ...{
      id: 1,
      title: 'Pay',
      body: '<p>So <a href="/hc/en-us/community">ask</a> <a href="JavaScript:x()">x</a> <a href="mailto:help@acme.example">us</a>.</p>',
    },
    ...{ section_id: 2, locale: 'en-us', draft: false },
    ...{ label_names: ['invoice', 'bill'], promoted: true, vote_sum: 10, vote_count: 12 },
  };
  const freshdesk = {
    ...{ id: 3, title: 'Ship', description: '<p>So.</p>', folder_id: 4, status: 2 },
    ...{ tags: ['parcel'], thumbs_up: 3, thumbs_down: 1 },
  };
  const report = async (content: unknown) => {
    const page = await handed(portal(), world, JSON.stringify(content), 'articles.json');
    return (await as(portal(), world.owner).get(`${page}/report`)).text;
  };
  const first = await report({ articles: [zendesk] });
  for (const line of ['Labels and tags', 'invoice, bill', 'Promoted articles', 'Votes of readers'])
    expect(first).toContain(line);
  expect(first).toMatch(/Links that lead nowhere[;,]\/hc\/en-us\/community/);
  expect(first).toMatch(/Links that are not safe[;,]JavaScript:x\(\)/);
  // It has no address of its own, and a mail has no host.
  expect(first).not.toContain('lead back');
  const second = await report([freshdesk]);
  for (const line of ['Labels and tags', 'parcel', 'Votes of readers']) expect(second).toContain(line);
  expect(second).not.toContain('Promoted');
});

test('TRUST 8: an article that does not say who reads it is the team’s, and whatever is not plainly published a draft; control: what says so is public', async () => {
  const world = await newWorld(portal());
  const article = (title: string, says: object) => ({
    ...{ id: title.length, title, body: '<p>Text</p>', section_id: 2, locale: 'en-us', ...says },
  });
  const articles = [
    article('Open', { draft: false, user_segment_id: null }),
    article('Unsaid', { draft: false }),
    article('A draft', { draft: 'true', user_segment_id: null }),
  ];
  await brought(portal(), world, await handed(portal(), world, JSON.stringify({ articles }), 'articles.json'));
  expect((await texts(portal(), world)).map(({ title, readers, slug }) => [title, readers, slug !== null])).toEqual([
    ['Open', 'public', true],
    ['Unsaid', 'member', true],
    ['A draft', 'public', false],
  ]);
});

test('links to the other pages of the old help center lead to what there is for them here; control: what there is nothing for is named, and another host’s stays', async () => {
  const world = await newWorld(portal());
  const links = (all: string[]) => all.map((href) => `<a href="${href}">x</a>`).join(' ');
  const zendesk = links([
    'https://old.zendesk.example/hc/en-us/requests/new',
    '/hc/en-us/sections/21-First',
    'https://old.zendesk.example/hc/en-us',
    '/hc/de/search?query=an+invoice',
    'https://old.zendesk.example/hc/en-us/community/posts/1',
    '/hc/en-us/sections/99',
    'https://another.zendesk.example/hc/en-us/requests/new',
  ]);
  const article = {
    ...{ id: 1, title: 'Ask', section_id: 21, locale: 'en-us', draft: false, user_segment_id: null },
    ...{ html_url: 'https://old.zendesk.example/hc/en-us/articles/1', body: `<p>${zendesk}</p>` },
  };
  const sections = [{ id: 21, name: 'First', locale: 'en-us' }];
  const page = await handed(portal(), world, JSON.stringify({ articles: [article], sections }), 'articles.json');
  await brought(portal(), world, page);
  const freshdesk = links([
    'https://old.freshdesk.example/support/solutions/articles/3',
    'https://old.freshdesk.example/support/tickets/new',
    '/support/solutions/folders/4',
    'https://old.freshdesk.example/support/home',
  ]);
  const other = { id: 3, title: 'Ship', description: `<p>${freshdesk}</p>`, folder_id: 4, status: 2 };
  const folder = { id: 4, name: 'Start', visibility: 1 };
  await brought(portal(), world, await handed(portal(), world, JSON.stringify([other, folder]), 'solutions.json'));
  const all = await texts(portal(), world);
  const led = (title: string) =>
    [...all.find((one) => one.title === title)!.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(led('Ask')).toEqual([
    '/support/new',
    '/hc/en-us/sections/21-First',
    '/help',
    '/help/search?q=an+invoice',
    'https://old.zendesk.example/hc/en-us/community/posts/1',
    'https://another.zendesk.example/hc/en-us/requests/new',
  ]);
  expect(led('Ship').slice(1)).toEqual(['/support/new', '/support/solutions/folders/4', '/help']);
  const report = (await as(portal(), world.owner).get(`${page}/report`)).text;
  expect(report).toMatch(/Links that lead back to the help center it came from.*community\/posts\/1/);
  expect(report).toMatch(/Links that lead nowhere.*sections\/99/);
  const section = await as(portal(), world.dana).get('/hc/en-us/sections/21-First');
  expect(section.location).toMatch(/^\/help\/first/);
});
