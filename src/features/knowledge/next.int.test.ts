import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { expect, test } from 'vitest';
import { as, attribute, elements } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { by, makeArticle, makeCategory } from './knowledge.testing.ts';
import { setLanguages } from './languages.ts';

const portal = usePortal();

test('what there is to do is counted as things to do, and every language that an article lacks is named', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['de', 'fr', 'es']));
  const lacking = await makeArticle(portal(), world, shelf, 'In English alone');
  await makeArticle(portal(), world, shelf, 'In French alone', { locale: 'fr' });
  const { text } = await as(portal(), world.owner).get('/knowledge');
  expect(text).toContain('>German, Spanish and French are missing<');
  expect(text).toContain('2 things are to do. 2 articles are live.');
  expect(text).toContain(`href="/knowledge/${lacking.number}?lang=de"`);
});

test('all articles stand with what was changed last first, page after page', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  const made = [];
  for (let n = 0; n < 53; n += 1) made.push(await makeArticle(portal(), world, shelf, `Article ${n}`, { draft: true }));
  // The 20th was changed last, and the first two at the same moment, before all others.
  await peek(
    portal().database,
    `update articles set updated_at = case number when $2 then now() + interval '1 minute'
       when $3 then timestamptz '2020-01-01' when $4 then timestamptz '2020-01-01' else updated_at end
     where workspace_id = $1`,
    [world.workspaceId, made[19]!.number, made[0]!.number, made[1]!.number],
  );
  const owner = as(portal(), world.owner);
  const numbers = (text: string) => [...text.matchAll(/class="person" href="\/knowledge\/(\d+)"/g)].map(([, n]) => n);
  const first = (await owner.get('/knowledge/articles')).text;
  const next = /href="(\/knowledge\/articles\?after=\d+)"/.exec(first)![1]!;
  const all = [...numbers(first), ...numbers((await owner.get(next)).text)];
  expect(all[0]).toBe(made[19]!.number);
  expect(all.slice(-2)).toEqual([made[1]!.number, made[0]!.number]);
  expect(new Set(all).size).toBe(53);
});

test('before the first article one is written, begun from an outline or brought over; who may not publish writes', async () => {
  const world = await newWorld(portal());
  for (const path of ['/knowledge', '/knowledge/articles']) {
    const owner = (await as(portal(), world.owner).get(path)).text;
    const agent = (await as(portal(), world.agent).get(path)).text;
    for (const href of ['/settings/articles/starter', '/settings/articles'])
      expect([href, owner.includes(`href="${href}"`), agent.includes(`href="${href}"`)]).toEqual([href, true, false]);
    expect((await as(portal(), world.owner).get('/settings/articles/starter')).status).toBe(200);
  }
});

test('pictures of which nothing is said, and drafts that nobody has read, are things to do. Control: described, and published, they are not', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  const { number } = await makeArticle(portal(), world, shelf, 'With a picture', { draft: true });
  const owner = as(portal(), world.owner);
  const next = async () => (await owner.get('/knowledge')).text;
  expect(await next()).toContain('Begun and not published');
  await owner.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, {
    file: { name: 'dot.png', type: 'image/png', content: Buffer.from(DOT, 'base64') },
  });
  const picture = /\/help\/pictures\/[0-9a-f-]{36}/.exec((await owner.get(`/knowledge/${number}`)).text)![0];
  const publish = async (alt: string) => {
    const form = await owner.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
    const body = `<p>See</p><img src="${picture}" alt="${alt}">`;
    const said = { ...form, title: 'With a picture', body, body_format: 'html', act: 'publish' };
    expect((await owner.postRaw(`/knowledge/${number}/draft`, said)).status).toBe(303);
  };
  await publish('');
  const silent = await next();
  expect([silent.includes('Begun and not published'), silent.includes('Pictures that say nothing')]).toEqual([
    false,
    true,
  ]);
  // Whoever steers by voice says the words they see.
  expect([...namedOtherwise(silent)]).toEqual([]);
  await publish('A dot');
  expect(await next()).not.toContain('Pictures that say nothing');
});

/** Links and buttons whose name does not contain the words they show. */
function* namedOtherwise(html: string): Generator<string> {
  const words = (node: DefaultTreeAdapterMap['node']): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(words).join('') : '';
  for (const tag of ['a', 'button'])
    for (const one of elements(parse(html), tag)) {
      const [name, shown] = [attribute(one, 'aria-label'), words(one).trim()];
      if (name !== undefined && !name.toLowerCase().includes(shown.toLowerCase())) yield `${shown}: ${name}`;
    }
}

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('of many things to do no more than ninety-nine of a kind are counted, and twenty shown', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await makeArticle(portal(), world, shelf, 'The first of many', { draft: true });
  const more = (n: number) =>
    peek(
      portal().database,
      `with made as (insert into articles (workspace_id, id, number, category_id, created_by)
         select a.workspace_id, gen_random_uuid(), m.n + i, a.category_id, a.created_by
         from articles a, generate_series(1, $2) i, (select max(number) as n from articles where workspace_id = $1) m
         where a.workspace_id = $1 and a.number = (select min(number) from articles where workspace_id = $1) returning *)
       insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html)
         select workspace_id, id, 'en', 1, 'One more', '' from made`,
      [world.workspaceId, n],
    );
  const next = async () => (await as(portal(), world.owner).get('/knowledge')).text;
  await more(98);
  const few = await next();
  expect(few).toContain('99 things are to do.');
  expect(few.match(/>Write on</g)).toHaveLength(20);
  await more(5);
  const many = await next();
  expect(many).toContain('More than 99 things are to do.');
  expect(many.match(/class="num">99\+</g)).toHaveLength(1);
  // Every number of a page is written as its reader writes numbers.
  await more(1200);
  const shown = async (asked: string) =>
    (await as(portal(), world.owner).get(asked)).text
      .replaceAll(/<(script|style|head)\b.*?<\/\1>|<[^>]*>/gs, ' ')
      .match(/(?<![\w-])1[.,]?\d{3}(?!\w)/g);
  expect(await shown('/knowledge')).toEqual(['1,304', '1,304', '1,304']);
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.owner.identityId]);
  expect(await shown('/knowledge')).toEqual(['1.304', '1.304', '1.304']);
});

test('articles of somebody who may not write any more are nobody’s, as those of somebody who has left', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  const [live, draft] = [
    await makeArticle(portal(), world, shelf, 'Looked after'),
    await makeArticle(portal(), world, shelf, 'Begun by her', { draft: true }),
  ];
  await peek(
    portal().database,
    "update articles set owner_id = $1, verified_until = now() - interval '1 day' where id = any ($2)",
    [world.agent.id, [live.id, draft.id]],
  );
  const maya = as(portal(), world.owner);
  const told = async () => {
    const next = (await maya.get('/knowledge')).text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    const nobodys = (await maya.get('/knowledge/articles?owner=nobody')).text;
    return {
      hers: next.includes('Who looks after what Priya Raman'),
      draft: /Looked after by (Priya Raman|Nobody)/.exec(next)?.[1],
      unowned: /Was looked after by Priya Raman, who [^.]*?(?= Take| I)/.exec(next)?.[0],
      due: /Due [^·]{4,16} · Priya Raman/.test(next),
      listed: [live, draft].map(({ number }) => nobodys.includes(`href="/knowledge/${number}"`)),
      line: / Priya Raman /.test(
        (await maya.get('/knowledge/articles')).text.replaceAll(/<option.*?<\/option>|<[^>]*>/g, ' '),
      ),
    };
  };
  const hers = { hers: true, draft: 'Priya Raman', unowned: undefined, due: true, listed: [false, false], line: true };
  expect(await told()).toEqual(hers);
  const hold = (role: string) =>
    peek(portal().database, 'update members set role = $2 where id = $1', [world.agent.id, role]);
  await hold('viewer');
  expect(await told()).toEqual({
    ...{ hers: false, draft: 'Nobody', due: false, listed: [true, true], line: false },
    unowned: 'Was looked after by Priya Raman, who may not write articles any more',
  });
  await hold('agent');
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  expect(await told()).toMatchObject({
    listed: [true, true],
    unowned: 'Was looked after by Priya Raman, who has left',
  });
});

test('all articles are found by words of a title in any order and without accents; control: not by a word that none has', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await makeArticle(portal(), world, shelf, 'Rückmeldung geben, die uns hilft', { locale: 'de' });
  await makeArticle(portal(), world, shelf, 'Die Rechnung', { draft: true });
  const owner = as(portal(), world.owner);
  const finds = async (q: string) =>
    (await owner.get(`/knowledge/articles?${new URLSearchParams({ q })}`)).text.includes('Rückmeldung geben, die');
  for (const q of ['Rückmeldung', 'ruckmeldung', 'RÜCKMELDUNG', ' hilft  geben '])
    expect([q, await finds(q)]).toEqual([q, true]);
  for (const q of ['ruckmeldung Rechnung', '%', 'geben_']) expect([q, await finds(q)]).toEqual([q, false]);
});
