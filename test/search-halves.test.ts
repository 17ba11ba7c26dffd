import { expect, test } from 'vitest';
import { as } from './client.ts';
import { whileSaying } from './database.ts';
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
