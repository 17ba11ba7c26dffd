import { expect, test } from 'vitest';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { currentText, saveDraft } from './draft.ts';
import { bringDue } from './due.ts';
import { by, makeArticle, makeCategory } from './knowledge.testing.ts';
import { archive, publish } from './publish.ts';
import { dropDraft, setAudience, setOwner, verify } from './upkeep.ts';

const portal = usePortal();

/** What triggers keep of an article, and the same read off its texts, drafts and votes. */
const states = async (id: string) => {
  const [both] = await peek<{ kept: object; read: object }>(
    portal().database,
    `with live as (select t.*, v.created_at as made from article_texts t join article_versions v on v.id = t.version_id
        where t.article_id = $1 and t.archived_at is null and t.live_from <= now() and coalesce(t.live_until > now(), true)),
      own as (select made from live join workspaces w on w.id = live.workspace_id and w.locale = live.locale where live.readers <> 'member')
    select (select jsonb_build_object('owner', s.owner_id, 'until', s.verified_until, 'live', s.live, 'published', s.published, 'drafted', s.drafted,
        'in', s.live_in, 'behind', s.behind, 'helped', s.helped, 'missed', s.missed, 'titles', s.titles) from article_states s where s.article_id = $1) as kept,
      (select jsonb_build_object('owner', a.owner_id, 'until', a.verified_until, 'live', exists (select from live),
        'published', exists (select from article_texts t where t.article_id = $1),
        'drafted', exists (select from article_drafts d where d.article_id = $1 and d.revision > coalesce(
          (select t.settled from article_texts t where t.article_id = $1 and t.locale = d.locale), 0)),
        'in', array(select locale from live where readers <> 'member' order by 1),
        'behind', array(select locale from live where readers <> 'member' and made < (select made from own) order by 1),
        'helped', (select count(*) from article_votes o where o.version_id in (select t.version_id from article_texts t
          where t.article_id = $1 and t.archived_at is null) and o.helpful),
        'missed', (select count(*) from article_votes o where o.version_id in (select t.version_id from article_texts t
          where t.article_id = $1 and t.archived_at is null) and not o.helpful),
        'titles', (select app.folded(string_agg(distinct n.title, E'\\n' order by n.title)) from (select v.title from article_texts t
          join article_versions v on v.id = t.version_id where t.article_id = $1 union select d.title from article_drafts d where d.article_id = $1
          and not exists (select from article_drafts e where e.article_id = $1 and e.locale = d.locale and e.revision > d.revision) and d.revision > coalesce(
            (select t.settled from article_texts t where t.article_id = $1 and t.locale = d.locale), 0)) n)) from articles a where a.id = $1) as read`,
    [id],
  );
  return both!;
};

test('what is kept of an article for the lists is what its texts, drafts and votes say, whatever is done with it', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  const { id, number } = await makeArticle(portal(), world, shelf, 'Kept', { draft: true });
  const steps: [string, (ctx: Parameters<Parameters<typeof by>[3]>[0]) => Promise<unknown>, object][] = [];
  const write =
    (title: string, locale = 'en') =>
    async (ctx: Parameters<typeof saveDraft>[0]) => {
      const now = await currentText(ctx, id, locale);
      await saveDraft(ctx, number, locale, {
        title,
        summary: '',
        html: `<p>${title}</p>`,
        revision: now?.revision ?? 0,
      });
    };
  const bring =
    (locale = 'en', at: Date | null = null) =>
    async (ctx: Parameters<typeof publish>[0]) => {
      const now = await currentText(ctx, id, locale);
      await publish(ctx, number, locale, { revision: now!.revision, at, until: null });
    };
  const votes = (helpful: boolean) => () =>
    peek(
      portal().database,
      `insert into article_votes (workspace_id, id, article_id, version_id, helpful, visitor)
       select workspace_id, gen_random_uuid(), article_id, version_id, $2, encode(sha256(gen_random_uuid()::text::bytea), 'hex')
       from article_texts where article_id = $1 and locale = 'en'`,
      [id, helpful],
    );
  const ownLanguage = (locale: string) => () =>
    peek(portal().database, 'update workspaces set locale = $2 where id = $1', [world.workspaceId, locale]);
  steps.push(
    ['begun', async () => undefined, { live: false, published: false, drafted: true, owner: world.owner.id }],
    ['published', bring(), { live: true, published: true, drafted: false, in: ['en'] }],
    ['written on', write('Kept anew'), { live: true, drafted: true, titles: 'kept\nkept anew' }],
    ['thrown away', (ctx) => dropDraft(ctx, number, 'en'), { live: true, drafted: false }],
    ['in German', write('Behalten', 'de'), { drafted: true, in: ['en'], titles: 'behalten\nkept' }],
    ['in German too', bring('de'), { drafted: false, in: ['de', 'en'], behind: [] }],
    ['helped', votes(true), { helped: 1, missed: 0 }],
    ['not helped', votes(false), { helped: 1, missed: 1 }],
    ['in English anew', write('Kept again'), { drafted: true, behind: [], helped: 1 }],
    ['published anew', bring(), { drafted: false, behind: ['de'], helped: 0 }],
    ['German first', ownLanguage('de'), { behind: [] }],
    ['English first', ownLanguage('en'), { behind: ['de'] }],
    ['looked after', (ctx) => setOwner(ctx, number, null, 90), { owner: null }],
    ['looked at', (ctx) => verify(ctx, number), { owner: null }],
    ['for the team', (ctx) => setAudience(ctx, number, 'member'), { live: true, in: [], behind: [] }],
    ['for everybody', (ctx) => setAudience(ctx, number, 'public'), { live: true, in: ['de', 'en'] }],
    ['offline in English', (ctx) => archive(ctx, number, 'en'), { live: true, in: ['de'], behind: [] }],
    ['offline', (ctx) => archive(ctx, number, 'de'), { live: false, published: true, in: [] }],
    ['later', bring('en', new Date(Date.now() + 3_600_000)), { live: false, in: [] }],
  );
  for (const [what, step, expected] of steps) {
    await by(portal(), world, world.owner, step);
    const { kept, read } = await states(id);
    expect([what, kept]).toEqual([what, read]);
    expect([what, kept]).toMatchObject([what, expected]);
  }
  // The clock moves no row: the job of the moment does.
  await peek(
    portal().database,
    `update article_texts set live_from = now() - interval '1 minute' where article_id = $1`,
    [id],
  );
  await by(portal(), world, world.owner, (ctx) => bringDue(ctx, id));
  expect((await states(id)).kept).toMatchObject({ live: true, in: ['en'] });
  expect((await states(id)).kept).toEqual((await states(id)).read);
  await peek(portal().database, 'delete from articles where id = $1', [id]);
  expect((await states(id)).kept).toBeNull();
});

test('more articles than are looked at together come, and change with the language of the workspace, every one of them', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  const many = 450;
  const ask = <Row extends object = object>(statement: string) =>
    peek<Row>(portal().database, statement, [world.workspaceId]);
  await ask(`insert into articles (workspace_id, id, number, category_id)
    select $1, gen_random_uuid(), 1000 + n, '${shelf}' from generate_series(1, ${many}) n`);
  await ask(`insert into article_versions (workspace_id, id, article_id, locale, n, title, body_html, created_at)
    select $1, gen_random_uuid(), a.id, l.locale, 1, 'One of many', '<p>Words</p>', now() - l.old from articles a,
      (values ('en', interval '2 hours'), ('de', interval '1 hour')) l (locale, old) where a.workspace_id = $1`);
  await ask(`insert into article_texts (workspace_id, article_id, locale, slug, version_id, live_from, published_at)
    select $1, article_id, locale, 'one-' || row_number() over (), id, created_at, created_at from article_versions where workspace_id = $1`);
  await ask(`update articles set audience = 'public' where workspace_id = $1`);
  const kept = () =>
    ask(
      `select live_in, behind, count(*)::int as n from article_states where workspace_id = $1 and live group by 1, 2`,
    );
  expect(await kept()).toEqual([{ live_in: ['de', 'en'], behind: [], n: many }]);
  await ask(`update workspaces set locale = 'de' where id = $1`);
  expect(await kept()).toEqual([{ live_in: ['de', 'en'], behind: ['en'], n: many }]);
});
