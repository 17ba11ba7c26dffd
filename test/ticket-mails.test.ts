import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { mailsTo } from './mails.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('a mail says why it came: the team of a customer, or everybody where nobody in particular looks after them', async () => {
  const world = await newWorld(portal());
  for (const who of [world.dana, world.rival])
    await as(portal(), who).submit('/support/new', '/support', { subject: 'Hi', urgency: 'slows', body: 'Hello' });
  await portal().workJobs();
  const why = async (email: string) =>
    (await mailsTo(portal(), world, email)).map(({ text }) => /You get this because[^.,]*/.exec(text)?.[0]).sort();
  const [team, all] = [
    'You get this because you are on the team of Acme',
    'You get this because nobody in particular looks after Harbor',
  ];
  expect([await why(world.owner.email), await why(world.agent.email)]).toEqual([[all, team], [all]]);
});

test('a mail leads to where one chooses which of them one gets, on both sides', async () => {
  const world = await newWorld(portal());
  const ticket = { subject: 'Hi', urgency: 'slows', body: 'Hello' };
  await as(portal(), world.dana).submit('/support/new', '/support', ticket);
  await as(portal(), world.owner).submit('/inbox/1', '/inbox/1/replies', { body: 'Yes.', outcome: 'wait' });
  await portal().workJobs();
  for (const { email } of [world.dana, world.owner]) {
    const [mail] = await mailsTo(portal(), world, email);
    expect(mail?.text).toContain(`Choose what we email:\n${world.origin}/account#ticket_mails`);
  }
  for (const who of [world.dana, world.owner])
    expect((await as(portal(), who).get('/account')).text).toContain('id="ticket_mails"');
  // It is no button that ends them.
  const ends = 'select count(*)::int as n from mails where workspace_id = $1 and list_unsubscribe is not null';
  expect(await peek(portal().database, ends, [world.workspaceId])).toEqual([{ n: 0 }]);
});
