import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

test('links and pictures that Obsidian names are found wherever they lie; control: what is not there is named as it was written', async () => {
  const world = await newWorld(portal());
  const words = [
    '[[Other note]], [[other note|alias]], [[Deep/Third#When it comes|later]], [[#Below]] and [[Nowhere]].',
    '![[wiki.png|300]] ![[gone.png]] ![[Other note]]',
    '## Below',
  ];
  const page = await handed(
    portal(),
    world,
    zipped({
      'Vault/First.md': words.join('\n\n'),
      'Vault/Folder/Other note.md': 'Text\n',
      'Vault/Deep/Third.md': '## When it comes\n\nText\n',
      'Vault/attachments/wiki.png': PNG,
    }),
  );
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  const idOf = (title: string) => all.find((one) => one.title === title)!.article;
  const { html, pictures } = all.find(({ title }) => title === 'First')!;
  const [other, third] = [
    `<a href="article:${idOf('Other note')}">`,
    `<a href="article:${idOf('Third')}#s-when-it-comes">`,
  ];
  expect(html).toContain(
    `<p>${other}Other note</a>, ${other}alias</a>, ${third}later</a>, <a href="#s-below">Below</a> and Nowhere.</p>`,
  );
  expect(html).toContain(`${other}Other note</a></p>`);
  expect([pictures, html.match(/src="picture:/g)?.length]).toEqual([1, 1]);
  const report = (await as(portal(), world.owner).get(`${page}/report`)).text;
  expect(report).toMatch(/Links that lead nowhere[";,]+Nowhere/);
  expect(report).toMatch(/Pictures that are not there[";,]+gone\.png/);
});

test('of what Docusaurus, Hugo and Jekyll write callouts come over, and the report names the rest; control: a page that was taken out of here has words of its own', async () => {
  const world = await newWorld(portal());
  const page = await handed(
    portal(),
    world,
    zipped({
      'docs/one.mdx': '---\nsidebar_position: 2\n---\n# One\n\n:::tip[Mind]\nThis.\n:::\n\n{{< figure src="x" >}}\n',
      'docs/two.md': '# Two\n\n[One](one.mdx)\n\n{% include x.html %}\n',
    }),
  );
  const before = (await as(portal(), world.owner).get(page)).text;
  expect(before).toContain('Signs of another program');
  await brought(portal(), world, page);
  const report = (await as(portal(), world.owner).get(`${page}/report`)).text;
  for (const said of ['{{< figure src=', '{% include x.html %}', 'sidebar_position']) expect(report).toContain(said);
  const all = await texts(portal(), world);
  expect(all.find(({ title }) => title === 'One')!.html.replaceAll('\n', '')).toContain(
    '<aside data-callout="tip"><p><strong>Mind</strong></p><p>This.</p></aside>',
  );
  expect(all.find(({ title }) => title === 'Two')!.html).toContain(
    `<a href="article:${all.find(({ title }) => title === 'One')!.article}">One</a>`,
  );

  const zip = await as(portal(), world.owner).get('/settings/articles/export.zip');
  const second = await newWorld(portal());
  const again = await handed(portal(), second, new Uint8Array(await zip.response.arrayBuffer()));
  expect((await as(portal(), second.owner).get(again)).text).not.toMatch(/Signs of another program|Words of a head/);
});

test('a page that Word has saved comes with its lists; control: what is no list of it is none', async () => {
  const world = await newWorld(portal());
  const line = (level: number, sign: string, words: string) =>
    `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><span style='mso-list:Ignore'>${sign}<span>&nbsp;&nbsp; </span></span>${words}</p>`;
  const body = `<h1>Steps</h1>${line(1, '1.', 'Ask')}${line(2, '·', 'by mail')}${line(1, '2.', 'Wait')}<p class=MsoNormal>· Done</p>`;
  await brought(portal(), world, await handed(portal(), world, zipped({ 'Help/Steps.htm': `<body>${body}</body>` })));
  expect((await texts(portal(), world))[0]!.html).toBe(
    '<ol><li><p>Ask</p><ul><li><p>by mail</p></li></ul></li><li><p>Wait</p></li></ol><p>· Done</p>',
  );
});
