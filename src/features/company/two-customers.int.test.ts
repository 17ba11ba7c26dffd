import { expect, test } from 'vitest';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { as, hiddenFields } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();
const ask = { subject: 'Only for one of them', urgency: 'slows', body: 'The lights are out.' };

/** Dana stands for Acme Robotics and for Harbor Pine; she is here for Acme. */
async function atTwo() {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, 'account_admin', now() + interval '1 hour')`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  const dana = as(portal(), world.dana);
  const turn = (account: string) => dana.submit('/', `/company/${account}/choice`);
  const tickets = () =>
    peek<{ account_id: string; subject: string }>(
      portal().database,
      'select account_id, subject from tickets where workspace_id = $1',
      [world.workspaceId],
    );
  return { world, dana, turn, tickets, other: world.rivalAccountId };
}

test('what is written for one customer is not filed under another, whom its writer turned to in a second tab; control: without turning, it is sent', async () => {
  const { world, dana, turn, tickets, other } = await atTwo();
  expect((await dana.submit('/support/new', '/support', ask)).status).toBe(303);
  expect(await tickets()).toMatchObject([{ account_id: world.accountId }]);
  // The first tab stays open while the second one turns.
  const form = await dana.form('/support/new', '/support');
  await turn(other);
  const sent = await dana.postRaw('/support', { ...form, ...ask, subject: 'For Acme' });
  expect(sent.location).toMatch(/^\/company\/turned\?/);
  expect(await tickets()).toHaveLength(1);
  const page = await dana.get(sent.location!);
  for (const words of ['You are here for Harbor Pine now', 'Go on for Acme Robotics', 'What you wrote is kept.'])
    expect(page.text).toContain(words);
  const on = await dana.submit(sent.location!, `/company/${world.accountId}/choice`);
  expect(on.location).toBe('/support/new?kept=1#kept');
  const back = await dana.get('/support/new?kept=1');
  expect(back.text).toContain('value="For Acme"');
  expect(back.text).toContain('Acme Robotics');
  expect((await dana.submit('/support/new?kept=1', '/support', { ...ask, subject: 'For Acme' })).status).toBe(303);
  expect((await tickets()).map(({ account_id }) => account_id)).toEqual([world.accountId, world.accountId]);
});

test('a button pressed on a page of the other customer does nothing, and leads back to it', async () => {
  const { world, dana, turn, other } = await atTwo();
  await dana.submit('/support/new', '/support', ask);
  const form = await dana.form('/support/1', '/support/1/closure');
  await turn(other);
  const sent = await dana.postRaw('/support/1/closure', form);
  expect(sent.location).toMatch(/^\/company\/turned\?/);
  expect((await dana.get(sent.location!)).text).not.toContain('What you wrote is kept.');
  const on = await dana.submit(sent.location!, `/company/${world.accountId}/choice`);
  expect(on.location).toBe('/support/1');
  expect((await dana.get('/support/1')).status).toBe(200);
});

test('a link to a ticket of the other customer leads there in two steps; control: who stands for one is told nothing', async () => {
  const { world, dana, turn, other } = await atTwo();
  await dana.submit('/support/new', '/support', ask);
  await turn(other);
  const missed = await dana.get('/support/1');
  expect(missed.status).toBe(404);
  expect(hiddenFields(missed.text, `/company/${world.accountId}/choice`)).toMatchObject({ next: '/support/1' });
  const form = hiddenFields(missed.text, `/company/${world.accountId}/choice`)!;
  expect((await dana.postRaw(`/company/${world.accountId}/choice`, form)).location).toBe('/support/1');
  expect((await dana.get('/support/1')).status).toBe(200);
  const rival = await as(portal(), world.rival).get('/support/1');
  expect([rival.status, rival.text.includes('/choice')]).toEqual([404, false]);
});

test('who stands for several customers sees at the top for which; control: who stands for one does not', async () => {
  const { world, dana, turn, other } = await atTwo();
  const label = async () => /aria-label="([^"]*, home)"/.exec((await dana.get('/')).text)![1];
  expect(await label()).toBe('Northwind Studio Acme Robotics, home');
  await turn(other);
  expect(await label()).toBe('Northwind Studio Harbor Pine, home');
  expect((await as(portal(), world.rival).get('/')).text).toContain('aria-label="Northwind Studio, home"');
});

test('what a browser keeps of a request that is being written is given back at no other customer', async () => {
  const { world, dana, turn, other } = await atTwo();
  const key = async () => /data-draft="(new-ticket:[^"]*)"/.exec((await dana.get('/support/new')).text)?.[1];
  const acme = await key();
  expect(acme).toBeDefined();
  await turn(other);
  expect(await key()).not.toBe(acme);
  await turn(world.accountId);
  expect(await key()).toBe(acme);
});

test('what is kept when a session ends asks for whom it is when the next one stands for another customer; control: for the same one it is there', async () => {
  const { world, dana, turn, tickets, other } = await atTwo();
  await givePassword(portal(), world.dana);
  const sentAfterTheEnd = async () => {
    const form = await dana.form('/support/new', '/support');
    await peek(portal().database, 'update sessions set revoked_at = now() where identity_id = $1', [
      world.dana.identityId,
    ]);
    const sent = await dana.postRaw('/support', { ...form, ...ask, subject: 'Half said' });
    const next = new URL(sent.location!, world.origin).searchParams.get('next')!;
    await tryPassword(dana, world.dana.email, PASSWORD, next);
    return next;
  };
  await turn(other);
  const next = await sentAfterTheEnd();
  expect(next).toMatch(/^\/company\/turned\?/);
  const page = await dana.get(next);
  expect(page.text).toContain('Go on for Harbor Pine');
  const on = await dana.submit(next, `/company/${other}/choice`);
  expect(on.location).toBe('/support/new?kept=1#kept');
  expect((await dana.get('/support/new?kept=1')).text).toContain('value="Half said"');
  await turn(world.accountId);
  expect((await dana.get(await sentAfterTheEnd())).location).toBe('/support/new?kept=1#kept');
  expect(await tickets()).toEqual([]);
});

test('a page of a customer that became another is for that one; control: with whoever is there already it is done', async () => {
  const { world, dana, turn, tickets, other } = await atTwo();
  const holding = crypto.randomUUID();
  await peek(
    portal().database,
    `insert into accounts (workspace_id, id, name, short_name) values ($1, $2, 'Acme Holding', 'Acme Holding')`,
    [world.workspaceId, holding],
  );
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, 'account_admin', now() + interval '2 hours')`,
    [world.workspaceId, holding, world.dana.identityId, world.dana.email],
  );
  const form = await dana.form('/support/new', '/support');
  await turn(other);
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/merging`;
  const merged = await maya.submit(`${page}?into=${holding}`, page, { into: holding, sure: 'yes' });
  expect(merged.location).toBe(`/customers/${holding}`);
  const sent = await dana.postRaw('/support', { ...form, ...ask });
  expect((await dana.get(sent.location!)).text).toContain('Go on for Acme Holding');
  expect(await tickets()).toEqual([]);
  await turn(holding);
  expect((await dana.postRaw('/support', { ...form, ...ask })).location).toBe('/support/1');
  expect(await tickets()).toMatchObject([{ account_id: holding }]);
});

test('a page of a customer somebody is no part of any more does nothing for the one they are here for', async () => {
  const { world, dana, turn, tickets, other } = await atTwo();
  const form = await dana.form('/support/new', '/support');
  await turn(other);
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.dana.id]);
  const sent = await dana.postRaw('/support', { ...form, ...ask });
  const page = await dana.get(sent.location!);
  for (const words of ['a customer you have no access to', 'What you wrote is kept.', 'Use it for Harbor Pine'])
    expect(page.text).toContain(words);
  expect(await tickets()).toEqual([]);
  expect((await dana.submit('/support/new?kept=1', '/support', ask)).status).toBe(303);
  expect(await tickets()).toMatchObject([{ account_id: other }]);
});
