import { beforeEach, expect, test } from 'vitest';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const save = (client: Client, given: Record<string, string>) =>
  client.submit('/account', '/account/profile', {
    name: 'Dana',
    title: '',
    phone: '',
    locale: 'en',
    zone: 'America/Chicago',
    theme: 'light',
    ...given,
  });

const identity = async () =>
  (
    await peek<Record<string, unknown>>(portal().database, 'select * from identities where id = $1', [
      world.dana.identityId,
    ])
  )[0]!;

test('pages have the formats of the browser, or those that were chosen; mails and the language stay as they are', async () => {
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'A question', urgency: 'question', body: 'Well?' });
  const titleIn = async (language: string) =>
    /<time[^>]*title="([^"]*)"/.exec((await dana.get('/support/1', { 'accept-language': language })).text)?.[1];
  await save(dana, { zone: 'America/Chicago' });
  expect(await titleIn('en-US,en;q=0.9')).toMatch(/^\w+, \w+ \d+, 20\d\d at .*(AM|PM) C[SD]T$/);
  expect(await titleIn('en-GB')).toMatch(/^\w+, \d+ \w+ 20\d\d at \d\d:\d\d:\d\d GMT/);
  await save(dana, { format: 'en-AU' });
  expect(await titleIn('en-US,en;q=0.9')).toMatch(/^\w+ \d+ \w+ 20\d\d at .*(am|pm) /);
  expect((await identity()).locale).toBe('en-AU');
  const { text } = await dana.get('/account', { 'accept-language': 'de' });
  expect(text).toContain('<html lang="en"');
  expect(text).toMatch(/<option value="en-AU" selected/);
  // Of another language than the one that is read: none.
  await save(dana, { format: 'de-CH' });
  expect((await identity()).locale).toBe('en');
});

test('times are those of the device while nobody chose a zone; one that was chosen stays, and a form without scripts takes none away', async () => {
  const dana = as(portal(), world.dana);
  const tell = async (zone: string) => {
    const { _token } = await dana.form('/account', '/account/profile');
    const answer = await dana.postRaw('/preferences/zone', { zone }, { 'x-csrf-token': _token! });
    return answer.status === 200 ? JSON.parse(answer.text).changed : answer.status;
  };
  const zone = async () => {
    const row = await identity();
    return [row.zone, row.zone_follows];
  };
  await save(dana, { zone: '' });
  expect(await zone()).toEqual([null, true]);
  expect(await tell('Asia/Osaka')).toBe(422);
  expect(await tell('Asia/Tokyo')).toBe(true);
  expect(await tell('Asia/Tokyo')).toBe(false);
  expect(await tell('America/Denver')).toBe(true);
  expect((await dana.get('/')).text).toContain('data-zone="America/Denver"');
  await save(dana, { zone: '' });
  expect(await zone()).toEqual(['America/Denver', true]);
  await save(dana, { zone: 'Europe/Paris' });
  expect(await tell('America/Denver')).toBe(false);
  expect(await zone()).toEqual(['Europe/Paris', false]);
  await save(dana, { zone: '', device_zone: 'America/Denver' });
  expect(await zone()).toEqual(['America/Denver', true]);
});
