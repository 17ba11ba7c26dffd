import { expect, test } from 'vitest';
import { armKey, armOf } from '#features/deflection/index.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { seedDemo } from './demo.ts';
import { HELD_OUT, seesAnswers } from './northwind/answers.ts';
import { type DemoSignIn, demoSignIns } from './sign-ins.ts';

const portal = usePortal();

test('the demo is there, consistent, and silent', async () => {
  const { platform, database } = portal();
  await seedDemo(platform, database.owner);
  const workspaces = await peek(
    database,
    `select w.slug, p.host, (select count(*)::int from tickets t where t.workspace_id = w.id) as tickets
    from workspaces w join portals p on p.workspace_id = w.id order by w.slug`,
  );
  expect(workspaces).toEqual([
    { slug: 'lumen', host: 'lumen.localhost', tickets: expect.any(Number) },
    { slug: 'northwind', host: 'localhost', tickets: expect.any(Number) },
    { slug: 'portico', host: 'operator.localhost', tickets: 0 },
  ]);
  const [lumen = 0, northwind = 0] = workspaces.map(({ tickets }) => tickets);
  // Enough for pages and filters at one business, a handful at the other.
  expect(northwind).toBeGreaterThanOrEqual(49);
  expect([lumen > 8, lumen < 16]).toEqual([true, true]);

  // The second business has a help center as well, all of it in both languages.
  const texts = await peek(
    database,
    `select t.locale, count(*)::int as n from article_texts t join workspaces w on w.id = t.workspace_id
      where w.slug = 'lumen' and t.published_at is not null group by t.locale order by t.locale`,
  );
  expect(texts).toEqual([
    { locale: 'de', n: 6 },
    { locale: 'en', n: 6 },
  ]);

  // Dana's list of solved tickets goes on to a second page of 25.
  const [acme = { solved: 0 }] = await peek<{ solved: number }>(
    database,
    `select count(*)::int as solved from tickets t join accounts a on a.id = t.account_id
      where a.short_name = 'Acme' and t.status in ('solved', 'closed')`,
  );
  expect(acme.solved).toBeGreaterThan(25);

  // Nothing is left that would send mail or notifications later.
  const jobs = await peek(database, 'select id from graphile_worker._private_jobs');
  const mails = await peek<{ state: string }>(database, 'select distinct state from mails');
  expect({ jobs, mails }).toEqual({ jobs: [], mails: [{ state: 'kept' }] });

  // A mailbox and a bell of somebody who was here yesterday.
  const boxes = await peek<{ n: number }>(database, 'select count(*)::int as n from mails group by workspace_id');

  expect(boxes.map(({ n }) => n > 2 && n < 14)).toEqual([true, true]);
  const unread = await peek<{ n: number }>(
    database,
    `select count(*)::int as n from notifications n join identities i on i.id = n.identity_id join workspaces w
      on w.id = n.workspace_id where w.slug = 'northwind' and i.name = 'Dana Whitfield' and n.read_at is null`,
  );
  expect(unread).toEqual([{ n: 1 }]);

  // Nothing has happened in the future, and numbers, ids and times have one order.
  const [{ wrong } = { wrong: -1 }] = await peek<{ wrong: number }>(
    database,
    `select count(*)::int as wrong from (select created_at, active_at,
        lag(created_at) over (partition by workspace_id order by id) as before,
        lag(number) over (partition by workspace_id order by id) as number_before, number from tickets) t
      where active_at > now() or created_at < before or number <= number_before`,
  );
  expect(wrong).toBe(0);

  // It is our turn exactly while somebody waits for us: the queues and the pills go by one or the other.
  const turns = await peek(
    database,
    `select number, status from tickets where (waiting_since is not null) <> (status in ('new', 'open', 'on_hold'))`,
  );
  expect(turns).toEqual([]);
  // Months of work of three businesses: the longest thing that any test does, on a busy machine more so.
}, 120_000);

test('its teams answer in time: one customer waits longer than was promised, others still have time, and nobody waits for days', async () => {
  const { database } = portal();
  const waiting = await peek<{ slug: string; late: number; left: number; longest: boolean; why: number }>(
    database,
    `select w.slug, count(*) filter (where t.first_reply_at is null and p.due < now())::int as late,
        count(*) filter (where t.first_reply_at is null and p.due > now())::int as left,
        max(now() - t.waiting_since) < interval '8 hours' as longest,
        count(n.ticket_id) filter (where t.first_reply_at is null and p.due < now())::int as why
      from tickets t join workspaces w on w.id = t.workspace_id
      cross join lateral (select t.waiting_since + w.reply_promise_minutes * interval '1 minute' as due) p
      left join (select distinct ticket_id from internal_notes) n on n.ticket_id = t.id
      where t.waiting_since is not null group by w.slug order by w.slug`,
  );
  expect(waiting).toEqual([
    { slug: 'lumen', late: 1, left: 1, longest: true, why: 1 },
    { slug: 'northwind', late: 1, left: 2, longest: true, why: 1 },
  ]);
});

test('the rooms for customers have something in them, and no secret that opens anything', async () => {
  const { database } = portal();
  const [n] = await peek(
    database,
    `select (select count(*)::int from field_values where account_id is not null) > 20 as values,
      (select count(*)::int from field_changes where decided_at is null) as waiting,
      (select json_agg(json_build_array(line_count, (counts ->> 'contacts')::int, (counts ->> 'skipped')::int))
        from imports where finished_at is not null) as imports,
      (select count(*)::int from invitation_batch_people where invited_at is not null) as invited,
      (select count(distinct invited_at)::int from invitation_batch_people) as waves,
      (select count(*)::int from passkeys) as passkeys, (select count(*)::int from authenticator_apps) as apps,
      (select count(*)::int from passkeys join credentials using (workspace_id, identity_id)) as locked_out,
      (select json_agg(json_build_array(article_id is null, category_id is null) order by f.created_at) from article_follows f
        join identities i on i.id = f.identity_id where i.name = 'Dana Whitfield') as follows,
      (select json_agg(distinct e.data ->> 'ticket') from events e join article_texts t on t.article_id = e.subject_id
        where e.kind = 'article.begun_from_ticket' and e.created_at > now() - interval '90 days' and t.published_at is not null) as begun`,
  );
  expect(n).toEqual({
    ...{ values: true, waiting: 1, imports: [[33, 31, 2]], invited: 31, waves: 2 },
    ...{ passkeys: 1, apps: 1, locked_out: 0 },
    follows: [
      [true, false],
      [false, true],
    ],
    begun: ['1461'],
  });
});

test('Dana, as whom the demo is looked at, sees what is suggested, in every one of a hundred installations', () => {
  const { platform } = portal();
  const now = new Date();
  for (let n = 0; n < 100; n += 1) {
    const ctx = { platform, workspace: { id: newId() }, now } as Ctx;
    expect(armOf(armKey(ctx), seesAnswers(ctx), now, HELD_OUT)).toBe('shown');
  }
});

async function signIn({ host, email, password }: DemoSignIn): Promise<Response> {
  const { app } = portal();
  const origin = `http://${host}:3000`;
  const page = await app.request(`${origin}/sign-in`, { headers: { host: `${host}:3000` } });
  const token = /name="_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return app.request(`${origin}/sign-in/password`, {
    method: 'POST',
    headers: { host: `${host}:3000`, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _token: token, email, password }).toString(),
  });
}

test('everybody who is announced gets in', async () => {
  for (const one of demoSignIns(portal().platform.config)) {
    const response = await signIn(one);
    expect([one.email, response.status]).toEqual([one.email, 303]);
    expect(response.headers.getSetCookie().join()).toContain('portico_session=');
  }
});

test('what suggestions spare is proven of everybody, probable of one group, and unproven of a month', async () => {
  const { app, database, platform } = portal();
  const maya = demoSignIns(platform.config).find(({ who }) => who === 'team')!;
  const cookie = /portico_session=[^;]+/.exec((await signIn(maya)).headers.getSetCookie().join())?.[0] ?? '';
  const said = async (filter: string) => {
    const headers = { host: `${maya.host}:3000`, cookie, 'accept-language': 'en' };
    const page = await app.request(`http://${maya.host}:3000/deflection${filter}`, { headers });
    return /(Proven|Probable|Unproven)\s*<\/span>/.exec(await page.text())?.[1];
  };
  const [retainers] = await peek<{ id: string }>(database, `select id from segments where name = 'Retainer clients'`);
  const month = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  expect([await said(''), await said(`?segment=${retainers?.id}`), await said(`?from=${month}`)]).toEqual([
    'Proven',
    'Probable',
    'Unproven',
  ]);
  // Each of those people was found something, and what they wrote is a ticket that can be opened.
  const crowd = await peek(
    database,
    `select count(*)::int as people, count(*) filter (where cardinality(s.suggested) = 0)::int as without,
        count(*) filter (where (s.outcome = 'sent' and s.ticket_id is null) or (s.raised_at is not null and s.raised_ticket_id is null))::int as nowhere
      from deflection_sessions s join contacts c on c.id = s.contact_id where c.email ~ '(lakeshore|greenline|corvina)'`,
  );
  expect(crowd).toEqual([{ people: 153, without: 0, nowhere: 0 }]);
});

test('a second time nothing is added', async () => {
  const { platform, database } = portal();
  const count = () => peek(database, 'select count(*)::int as n from events');
  const before = await count();
  await seedDemo(platform, database.owner);
  expect(await count()).toEqual(before);
});
