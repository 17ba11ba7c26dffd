import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { mailedToken } from '#test/mails.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { askedTicket, comeIn, shareAs } from './guests.testing.ts';

const portal = usePortal();

test('TRUST 34: a customer who writes an address down closes nothing the team shared with it; control: its owner has come', async () => {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const dana = as(portal(), world.dana);
  const number = await askedTicket(portal(), world);
  const [noor, omar] = ['noor@bluefern.example', 'omar@bluefern.example'];
  expect((await shareAs(portal(), world.owner, number, noor)).status).toBe(303);
  await portal().workJobs();
  const { guest, page } = await comeIn(portal(), world, noor);
  for (const email of [noor, omar])
    expect(
      (await dana.submit('/company', '/company/people', { contact_name: 'Noor Haddad', email, role: 'viewer' })).status,
    ).toBe(303);
  expect((await guest.get(page)).status).toBe(200);
  expect((await shareAs(portal(), world.owner, number, omar)).status).toBe(303);
  // Whoever takes the customer's invitation up is their colleague from then on, and reads it as one.
  await portal().workJobs();
  const token = await mailedToken(portal(), world, noor, 'invitation.sent');
  const joined = await visitor(portal(), world).submit(`/invitation?token=${token}`, '/invitation', {
    name: 'Noor Haddad',
  });
  expect(joined.status).toBe(303);
  expect((await guest.get(page)).status).not.toBe(200);
  const again = await shareAs(portal(), world.owner, number, noor);
  expect([again.status, again.text.includes('They are with this customer already.')]).toEqual([422, true]);
});
