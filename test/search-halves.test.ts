import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek, whileSaying } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('halves of words are all the words, whichever of them nobody has written whole; control: where the first is called hopeless they are not', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const body = 'They go to the junk folder at Outlook. The deliverability record is missing.';
  await dana.submit('/support/new', '/support', { subject: 'Emails are landing in spam', urgency: 'slows', body });
  const said = async (query: string) => (await dana.get(`/search?q=${encodeURIComponent(query)}`)).text;
  const all = async (query: string) => {
    const text = await said(query);
    return text.includes('href="/support/1"') && !/Nothing has (all of|exactly) these words/.test(text);
  };
  for (const query of ['deliverab spa', 'spa deliverab', 'outloo emai']) expect(await all(query), query).toBe(true);
  expect(await all('kontakt deliverab')).toBe(false);
  // A typing error, and behind it the half of a word.
  expect(await said('outlokk emai')).toContain('Nothing has exactly these words. This comes close.');
  const guard = { of: 'app.search', from: /not app\.is_anywhere\(kinds, first\)/, to: 'true' };
  await whileSaying(portal().database, guard, async () => expect(await all('deliverab spa')).toBe(false));
});

test('a ticket and a person whose name has the word whole stand before many newer ones that only begin with it', async () => {
  const world = await newWorld(portal());
  const ask = (statement: string) =>
    peek(portal().database, statement, [world.workspaceId, world.accountId, world.dana.id]);
  await ask(`insert into tickets (workspace_id, id, account_id, number, subject, requester_id, active_at)
    select $1, gen_random_uuid(), $2, n, case n when 1 then 'A cab' else 'Cabinet, model ' || n end, $3, now() - interval '1 day' * (65 - n)
    from generate_series(1, 65) n`);
  await ask(`insert into contacts (workspace_id, id, account_id, name, email, title, role, created_at)
    select $1, gen_random_uuid(), $2, case n when 1 then 'Mia Cab' else 'Mia Cabinetmaker' end, n || '@example.org', left($3::text, 0), 'contributor',
      now() - interval '1 day' * (65 - n) from generate_series(1, 65) n`);
  for (const who of [world.dana, world.agent]) {
    const { text } = await as(portal(), who).get('/search?q=cab');
    const first = [...text.replace(/<\/?mark>/g, '').matchAll(/<a class="row[^"]*" href="[^"]+"[\s\S]*?<\/a>/g)].map(
      ([line]) => line,
    );
    expect(first.find((line) => /href="\/(support|inbox)\//.test(line))).toContain('A cab');
    if (who === world.agent) expect(first.find((line) => line.includes('/contacts/'))).toMatch(/Mia Cab\b/);
  }
});
