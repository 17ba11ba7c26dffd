import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { seedArticles, seedLarge } from './index.ts';
import type { Size } from './size.ts';

const portal = usePortal();

const size: Size = {
  slug: 'small',
  name: 'Small',
  workspaceId: newId(),
  accounts: 10,
  contactsPerAccount: 4,
  members: 3,
  tickets: 400,
  repliesPerTicket: 5,
  ticketsOfOne: 40,
  articles: 100,
};

test('as much as was asked for, behind the same walls, and every ticket’s facts agree', async () => {
  const { platform, database } = portal();
  const said: string[] = [];
  await seedLarge(platform, database.owner, size, (what, done, all) => said.push(`${done} of ${all} ${what}`));
  expect(said).toContain('2000 of 2000 replies');

  const [counts] = await peek(
    database,
    `select (select count(*)::int from accounts) as accounts, (select count(*)::int from contacts) as contacts,
      (select count(*)::int from members) as members, (select count(*)::int from tickets) as tickets,
      (select count(*)::int from replies) as replies,
      (select count(*)::int from tickets t join contacts c on c.id = t.requester_id where c.email = 'customer@small.example') as of_one`,
  );
  expect(counts).toEqual({ accounts: 10, contacts: 40, members: 3, tickets: 400, replies: 2000, of_one: 40 });

  const wrong = await peek(
    database,
    `select t.number, t.status from tickets t
      join lateral (select count(*) as n, max(created_at) as last, (array_agg(contact_id is not null order by created_at desc))[1] as by_customer
        from replies r where r.ticket_id = t.id) r on true
      where r.n <> 5 or r.last <> t.active_at or t.active_at > now() or not exists (select from search_entries e where e.object_id = t.id and e.title = t.subject and length(e.words) > 10 and e.at = t.active_at)
        or (t.status in ('new', 'open') and not r.by_customer) or (t.status = 'pending' and r.by_customer)
        or (t.waiting_since is not null) <> (t.status in ('new', 'open', 'on_hold'))
        or date_trunc('milliseconds', t.active_at) <> t.active_at
        or (('x' || left(replace(t.id::text, '-', ''), 12))::bit(48)::bigint <> floor(extract(epoch from t.created_at) * 1000))`,
  );
  expect(wrong).toEqual([]);

  await seedArticles(platform, database.owner, size, (what, done, all) => said.push(`${done} of ${all} ${what}`));
  expect(said).toContain('100 of 100 articles');
  await expect(seedArticles(platform, database.owner, size)).rejects.toThrow('has articles already');
  await expect(seedArticles(platform, database.owner, { ...size, workspaceId: newId() })).rejects.toThrow('not there');

  // What the search has of an article is what its triggers and its verbs would have made of it.
  const [found] = await peek(
    database,
    `select (select count(*)::int from article_texts) as texts, count(*)::int as entries,
      count(*) filter (where e.stands_in)::int as stand_in, count(*) filter (where cardinality(e.beside) = 3)::int as beside
     from search_entries e join article_texts t on t.article_id = e.object_id and t.locale = e.locale
       and t.readers = e.audience and t.gates = e.gates and t.live_from = e.live_from
     where e.kind = 'article' and length(e.words) > 30`,
  );
  expect(found).toEqual({ texts: 400, entries: 400, stand_in: 100, beside: 400 });

  // And so are its words: the product's own function, asked to write them again, changes none.
  const words = () =>
    peek(
      database,
      `select object_id, locale, md5(words::text) as words from search_entries where kind in ('article', 'ticket') order by 1, 2`,
    );
  const before = await words();
  await asSystem(platform.pool, size.workspaceId, (db) =>
    sql`select app.index_text(e.kind, e.object_id, case e.kind when 'article' then e.locale else 'en' end, '', e.body)
      from search_entries e where e.kind in ('article', 'ticket')`.execute(db),
  );
  expect(await words()).toEqual(before);
  expect(before).toHaveLength(800);
  // The control: of other words they are others.
  await asSystem(platform.pool, size.workspaceId, (db) =>
    sql`select app.index_text('article', e.object_id, e.locale, '', 'Something else') from search_entries e where e.kind = 'article' limit 1`.execute(
      db,
    ),
  );
  expect(await words()).not.toEqual(before);
});
