import { expect, test } from 'vitest';
import { indexArticles } from '#features/article-search/index.ts';
import { newId } from '#platform/db/ids.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';
import { addImport, update } from './article-import.ts';
import { look } from './look.ts';
import { runImport } from './run.ts';

const portal = usePortal();

const folder = {
  'help-main/Getting started/invite.md':
    '---\ntitle: Invite your team\nslug: invite\nupdated: 2025-03-01\n---\nSee [roles](roles.md#who) and [nothing](gone.md).\n\n![A button](../pictures/button.png)\n\n<script>alert(1)</script>\n',
  'help-main/Getting started/invite.de.md':
    '---\ntitle: Team einladen\n---\n# Team einladen\n\nSiehe [Rollen](roles.md).\n',
  'help-main/Getting started/roles.md': '# Roles\n\n> [!TIP]\n> Few is *best*.\n\n```js\nlet a = 1;\n```\n',
  'help-main/Billing/Invoices/late.md':
    '---\nstatus: draft\naudience: signed_in\n---\n# Pay late\n\nText <iframe src="https://maps.example/x"></iframe>\n\n<div><p>&nbsp;</p></div>\n\n![far](https://far.example/a.png)\n',
  'help-main/pictures/button.png': PNG,
};

test('a folder of Markdown is looked at before anything happens, and comes in with its links, languages and pictures', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const page = await handed(portal(), world, zipped(folder));
  const dry = await owner.get(page);
  expect(dry.text).toContain('What would happen');
  expect(dry.text).toContain('Links that lead nowhere');
  expect(dry.text).toContain('One picture is on other web servers.');
  expect(await texts(portal(), world)).toEqual([]);
  await brought(portal(), world, page);
  const all = await texts(portal(), world);
  expect(all.map(({ title, slug, category }) => [title, slug, category])).toEqual([
    ['Pay late', null, 'Billing / Invoices'],
    ['Team einladen', 'team-einladen', 'Getting started'],
    ['Invite your team', 'invite', 'Getting started'],
    ['Roles', 'roles', 'Getting started'],
  ]);
  const [late, german, invite, roles] = all;
  expect(german!.article).toBe(invite!.article);
  // The title stands above the text already.
  expect(german!.html).not.toContain('Team einladen');
  expect(invite!.html).toContain(`<a href="article:${roles!.article}">roles</a>`);
  expect(invite!.html).toMatch(/<img src="picture:[0-9a-f-]{36}" alt="A button"/);
  expect(invite!.html).not.toContain('script');
  expect(invite!.pictures).toBe(1);
  expect(roles!.html).toContain('<aside data-callout="tip">');
  expect(roles!.html).toContain('<pre data-language="js">');
  expect([late!.audience, late!.html.includes('iframe')]).toEqual(['signed_in', false]);
  expect(late!.html).not.toMatch(/<p>\s*<\/p>/);
  expect(late!.html).toContain('<a href="https://maps.example/x" rel="noopener">https://maps.example/x</a>');
  const report = await owner.get(`${page}/report`);
  for (const words of [
    'Links that lead nowhere',
    'gone.md',
    'Scripts',
    'Players and frames that are not on our list,https://maps.example/x,1',
    'https://far.example/a.png',
  ])
    expect(report.text, words).toContain(words);
  expect((await owner.get(page)).text).toContain('What happened');
  // A text is as old as it is where it comes from: for its readers, in the feed and for robots.
  const article = (await visitor(portal(), world).get('/help/en/invite')).text;
  expect(article).toContain('1 Mar 2025');
  expect(article).toContain('"dateModified":"2025-03-01');
});

test('what came in is found as if each text had been published by itself', async () => {
  const world = await newWorld(portal());
  await brought(portal(), world, await handed(portal(), world, zipped(folder)));
  const ws = `workspace_id = '${world.workspaceId}'`;
  const entries = () =>
    peek(
      portal().database,
      `select e.*, e.words::text from search_entries e where e.${ws} and e.kind = 'article' order by e.object_id, e.locale`,
    );
  const first = await entries();
  expect(first.map(({ title, beside, stands_in }) => [title, beside, stands_in])).toEqual(
    expect.arrayContaining([
      ['Invite your team', ['de'], true],
      ['Team einladen', ['en'], false],
      ['Roles', [], true],
    ]),
  );
  // Again, by the triggers and the words that come after them.
  await peek(
    portal().database,
    `create temp table kept as select * from article_texts where ${ws};
     delete from article_texts where ${ws}; delete from search_entries where ${ws} and kind = 'article';
     insert into article_texts select * from kept; drop table kept`,
  );
  expect((await entries()).map(({ body }) => body)).toEqual(first.map(() => ''));
  await inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    indexArticles(
      ctx,
      first.map(({ object_id }) => String(object_id)),
    ),
  );
  expect(await entries()).toEqual(first);
});

test('the same file again makes nothing twice; what changed there is changed here, unless somebody wrote here', async () => {
  const world = await newWorld(portal());
  await brought(portal(), world, await handed(portal(), world, zipped(folder)));
  const before = await texts(portal(), world);
  const again = await handed(portal(), world, zipped(folder));
  expect((await as(portal(), world.owner).get(again)).text).toContain('As before');
  await brought(portal(), world, again);
  expect(await texts(portal(), world)).toEqual(before);
  // Roles is written on here, and both are changed there.
  await peek(
    portal().database,
    `insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html)
       select workspace_id, id, 'en', 2, 'Roles', '<p>Ours.</p>' from articles where workspace_id = $1 and id = $2`,
    [world.workspaceId, before.find(({ title }) => title === 'Roles')!.article],
  );
  const changed = {
    ...folder,
    'help-main/Getting started/roles.md': '# Roles\n\nTheirs.\n',
    'help-main/Getting started/invite.md': folder['help-main/Getting started/invite.md'].replace('See', 'Look at'),
  };
  const third = await handed(portal(), world, zipped(changed));
  await brought(portal(), world, third);
  const after = await texts(portal(), world);
  expect(after.find(({ title }) => title === 'Roles')!.html).toBe('<p>Ours.</p>');
  const invite = after.find(({ title }) => title === 'Invite your team')!;
  expect(invite.html).toContain('Look at');
  expect(invite.pictures, 'a picture that is here is not kept twice').toBe(1);
  // Taken back: the text before is there again.
  await as(portal(), world.owner).submit(third, `${third}/undoing`);
  await portal().workJobs();
  const back = (await texts(portal(), world)).find(({ title }) => title === 'Invite your team')!;
  expect(back.html).toBe(before.find(({ title }) => title === 'Invite your team')!.html);
});

test('an import that was cut off goes on where it was, and nothing is there twice', async () => {
  const world = await newWorld(portal());
  const many = Object.fromEntries(
    Array.from({ length: 250 }, (_, n) => [
      `Guides/a${n}.md`,
      `# Article ${n}\n\nNext: [next](a${(n + 1) % 250}.md)\n`,
    ]),
  );
  const { platform } = portal();
  const content = zipped(many);
  const file = await platform.files.of(world.workspaceId).put(
    (async function* () {
      yield content;
    })(),
    { limit: content.length, name: 'many.zip' },
  );
  const id = await inWorkspace(platform, world.workspaceId, (ctx) =>
    addImport(ctx, { ...file, name: 'many.zip', drafts: false, remote: false, format: null }),
  );
  await look(platform, world.workspaceId, id);
  await inWorkspace(platform, world.workspaceId, (ctx) => update(ctx, id).set({ started_at: ctx.now }).execute());
  const cut = runImport(platform, world.workspaceId, id, (done) => {
    if (done === 200) throw new Error('killed');
  });
  await expect(cut).rejects.toThrow('killed');
  expect(await texts(portal(), world)).toHaveLength(200);
  await runImport(platform, world.workspaceId, id);
  const all = await texts(portal(), world);
  expect(all).toHaveLength(250);
  // Links to what came later, and from the last to the first.
  const ids = new Set(all.map(({ article }) => article));
  for (const { html } of all) expect(ids.has(/article:([0-9a-f-]{36})/.exec(html)?.[1] ?? '')).toBe(true);
  const [one] = await peek<{ done: number; counts: { made: number } }>(
    portal().database,
    'select done, counts from article_imports where id = $1',
    [id],
  );
  expect([one!.done, one!.counts.made]).toEqual([250, 250]);
});

test('articles come in and go out for whoever publishes, and for nobody else', async () => {
  const world = await newWorld(portal());
  const page = await handed(portal(), world, zipped(folder));
  for (const path of ['/settings/articles', page, `${page}/report`, '/settings/articles/export.zip']) {
    expect((await as(portal(), world.dana).get(path)).status, `${path}, customer`).toBe(404);
    expect((await as(portal(), world.agent).get(path)).status, `${path}, agent`).toBe(404);
    expect((await visitor(portal(), world).get(path)).status, `${path}, visitor`).toBe(303);
    expect((await as(portal(), world.owner).get(path)).status, `${path}, owner`).toBe(200);
  }
  const other = await newWorld(portal());
  expect((await as(portal(), other.owner).get(page)).status).toBe(404);
});

test('TRUST 8: what only its category kept for few is not open to many because ours of that name is; control: for as few it is the same', async () => {
  const world = await newWorld(portal());
  const shelf = (title: string, audience: string) => ({ path: [title], texts: { en: { title } }, audience });
  const first = { 'Prices/list.md': '# Price list\n\nText\n', 'Team/rota.md': '# Rota\n\nText\n' };
  const before = JSON.stringify([shelf('Prices', 'public'), shelf('Team', 'member')]);
  await brought(portal(), world, await handed(portal(), world, zipped({ ...first, 'categories.json': before })));
  // From another help center: its file is no file of the first.
  const second = {
    'Prices/margins.html': '<html><body><main><h1>Margins</h1><p>Text</p></main></body></html>',
    'Team/keys.html': '<html><body><main><h1>Keys</h1><p>Text</p></main></body></html>',
    'categories.json': JSON.stringify([shelf('Prices', 'member'), shelf('Team', 'member')]),
  };
  await brought(portal(), world, await handed(portal(), world, zipped(second)));
  const all = await texts(portal(), world);
  expect(Object.fromEntries(all.map(({ title, readers }) => [title, readers]))).toEqual({
    'Price list': 'public',
    Rota: 'member',
    Margins: 'member',
    Keys: 'member',
  });
  expect((await visitor(portal(), world).get('/help/en/margins')).status).toBe(404);
  const [shelves] = await peek<{ n: number }>(
    portal().database,
    'select count(*)::int as n from categories where workspace_id = $1',
    [world.workspaceId],
  );
  expect(shelves!.n).toBe(3);
});

test('TRUST 8: a text that is for fewer people there than here does not come out by the next import; control: for as many it does', async () => {
  const world = await newWorld(portal());
  const file = (title: string, audience: string, text: string) =>
    `---\ntitle: ${title}\naudience: ${audience}\n---\n${text}\n`;
  const run = async (audience: string, text: string) => {
    const files = { 'A/one.md': file('One', audience, text), 'A/two.md': file('Two', 'public', text) };
    const page = await handed(portal(), world, zipped(files));
    await brought(portal(), world, page);
    return page;
  };
  await run('public', 'Said to all.');
  const page = await run('member', 'Said among us.');
  expect((await visitor(portal(), world).get('/help/en/one')).text).toContain('Said to all.');
  expect((await visitor(portal(), world).get('/help/en/two')).text).toContain('Said among us.');
  expect((await as(portal(), world.owner).get(`${page}/report`)).text).toContain('left as a draft');
});

test('TRUST 8, 35: an import takes nothing out of what only some customers read, whoever starts it; control: what is public there is public', async () => {
  const world = await newWorld(portal());
  const role = newId();
  await peek(
    portal().database,
    `with s as (insert into segments (workspace_id, id, name, kind) values ($1, $2, 'Partners', 'hand')),
       r as (insert into roles (workspace_id, id, side, key, name, rights)
         values ($1, $2, 'member', $3, 'Editor', '{customers.see,articles.write,articles.publish}'))
     update members set role = case when id = $4 then $3 else role end where workspace_id = $1`,
    [world.workspaceId, role, role, world.agent.id],
  );
  const editor = { ...world, owner: world.agent };
  const run = async (by: World, files: Record<string, string>, prices: object) => {
    const shelves = [
      { path: ['Prices'], texts: { en: { title: 'Prices' } }, ...prices },
      { path: ['Open'], texts: { en: { title: 'Open' } }, audience: 'public' },
    ];
    const zip = zipped({ ...files, 'categories.json': JSON.stringify(shelves) });
    await brought(portal(), by, await handed(portal(), by, zip));
  };
  const few = { audience: 'segment', segments: ['Partners'] };
  const one = (text: string) => `---\nid: one\ntitle: One\n---\n${text}\n`;
  await run(world, { 'Prices/one.md': one('Text'), 'Open/free.md': '# Free\n\nText\n' }, few);
  await run(editor, { 'Open/one.md': one('Moved there'), 'Prices/two.md': '# Two\n\nText\n' }, few);
  const readers = async () =>
    Object.fromEntries((await texts(portal(), world)).map((text) => [text.title, text.readers]));
  expect(await readers()).toEqual({ One: 'segment', Two: 'segment', Free: 'public' });
  await peek(portal().database, "update categories set audience = 'public' where workspace_id = $1", [
    world.workspaceId,
  ]);
  await run(world, { 'Prices/three.md': '# Three\n\nText\n', 'Open/four.md': '# Four\n\nText\n' }, few);
  expect(await readers()).toMatchObject({ Three: 'segment', Four: 'public' });
});
