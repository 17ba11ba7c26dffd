import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { pageOf } from '#features/view-as/view-as.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { armIn, earlier, open, say, send, sessionsOf, write } from './deflection.testing.ts';
import { upkeep } from './upkeep.ts';

const portal = usePortal();

interface HelpWorld extends World {
  category: string;
  /** On deliveries that come late, for everybody. */
  late: { id: string; number: string };
}

/** A business with an article, where Dana is shown suggestions when few are held out and none when half of the people are. */
async function helpWorld(): Promise<HelpWorld> {
  for (;;) {
    const world = await newWorld(portal());
    const [few, half] = [10, 50].map((percent) => armIn(portal(), world, world.dana, percent));
    if (few !== 'shown' || half !== 'held_out') continue;
    const category = await makeCategory(portal(), world, 'Deliveries');
    return { ...world, category, late: await makeArticle(portal(), world, category, 'When a delivery comes late') };
  }
}

const LATE = 'My delivery is late again';

const holdOut = (world: World, percent: number, days = 7) =>
  as(portal(), world.owner).submit('/settings/answers', '/settings/answers', {
    held_out: String(percent),
    days: String(days),
  });

test('while a ticket is written an article is suggested, read without losing the form, and enough', async () => {
  const world = await helpWorld();
  const found = await write(portal(), world.dana, LATE);
  expect(found.status).toBe(200);
  expect(found.text).toContain('When a delivery comes late');
  expect(found.text).toContain('One article may answer this.');
  const page = await as(portal(), world.dana).get(`/support/new/answers/${world.late.id}`);
  expect(page.text).toContain('and what it is about');
  expect((await open(portal(), world.dana, world.late.id)).status).toBe(204);
  const solved = await say(portal(), world.dana, world.late.id);
  expect([solved.status, solved.location]).toEqual([303, '/support']);
  const { id } = world.late;
  expect(await sessionsOf(portal(), world.dana)).toEqual([
    { arm: 'shown', topic: LATE, suggested: [id], opened: [id], outcome: 'solved', raised: false, ticket: null },
  ]);
});

test('what was suggested for an earlier subject is enough in a tab of its own, too; control: what never was suggested is not', async () => {
  const world = await helpWorld();
  const other = await makeArticle(portal(), world, world.category, 'Pay an invoice by card');
  const never = await makeArticle(portal(), world, world.category, 'Opening hours');
  await write(portal(), world.dana, LATE);
  expect((await write(portal(), world.dana, 'An invoice by card')).text).toContain('Pay an invoice by card');
  for (const { id } of [never, world.late]) {
    await open(portal(), world.dana, id);
    await say(portal(), world.dana, id);
    const [session] = await sessionsOf(portal(), world.dana);
    const enough = id === world.late.id;
    expect(session).toMatchObject({
      suggested: [other.id, world.late.id],
      opened: enough ? [id] : [],
      outcome: enough ? 'solved' : null,
    });
  }
});

test('what was opened is enough however many others were suggested since; control: not opened, it is not', async () => {
  for (const isOpened of [true, false]) {
    const world = await helpWorld();
    await write(portal(), world.dana, LATE);
    if (isOpened) await open(portal(), world.dana, world.late.id);
    for (const subject of ['Invoices', 'Printers']) {
      for (let n = 1; n <= 4; n++) await makeArticle(portal(), world, world.category, `${subject}, part ${n}`);
      await write(portal(), world.dana, subject);
    }
    const [before] = await sessionsOf(portal(), world.dana);
    expect([before!.suggested.length, before!.suggested.includes(world.late.id)]).toEqual([8, false]);
    await say(portal(), world.dana, world.late.id);
    const [session] = await sessionsOf(portal(), world.dana);
    expect(session!.outcome).toBe(isOpened ? 'solved' : null);
  }
});

test('a subject with typing errors is suggested what it means, as far as its reader may read it; control: other words find nothing', async () => {
  const world = await helpWorld();
  const design = await makeArticle(portal(), world, world.category, 'Approve a design');
  await makeArticle(portal(), world, world.category, 'Your website does not answer');
  const titles = async (subject: string) => {
    const { text } = await write(portal(), world.dana, subject);
    return ['Approve a design', 'Your website does not answer'].filter((title) => text.includes(title));
  };
  expect(await titles('How do I aprove a desing')).toEqual(['Approve a design']);
  expect(await titles('Webiste does not anwser')).toEqual(['Your website does not answer']);
  expect(await titles('Xylophone lessons wanted')).toEqual([]);
  await peek(portal().database, "update articles set audience = 'member' where id = $1", [design.id]);
  expect(await titles('How do I aprove a desing')).toEqual([]);
});

test('who is held out is suggested nothing and all else is the same; control: with fewer held out the same person is', async () => {
  const world = await helpWorld();
  await holdOut(world, 50);
  const [held, form] = [await write(portal(), world.dana, LATE), await as(portal(), world.dana).get('/support/new')];
  expect(held.status).toBe(200);
  expect(held.text).not.toContain('delivery comes late');
  await open(portal(), world.dana, world.late.id);
  await say(portal(), world.dana, world.late.id);
  // What would have been suggested is known of them as of the others; what they were not shown they cannot have read.
  const [session] = await sessionsOf(portal(), world.dana);
  expect(session).toMatchObject({ arm: 'held_out', suggested: [world.late.id], opened: [], outcome: null });
  await send(portal(), world.dana, LATE);
  expect((await sessionsOf(portal(), world.dana))[0]).toMatchObject({ outcome: 'sent', ticket: 1 });
  await holdOut(world, 10);
  expect((await write(portal(), world.dana, LATE)).text).toContain('When a delivery comes late');
  const bare = (html: string) => html.replace(/value="[^"]*"|data-token="[^"]*"|content="[^"]*"|[?&]t=[^"]*/g, '');
  const shownForm = await as(portal(), world.dana).get('/support/new');
  const part = (html: string) => /<form[^>]*id="new-ticket"[\s\S]*?<\/form>/.exec(bare(html))![0];
  expect(part(shownForm.text)).toBe(part(form.text));
});

test('TRUST 8: a suggestion tells of no article that its reader may not read; control: published for them it is suggested', async () => {
  const world = await helpWorld();
  const secret = await makeArticle(portal(), world, world.category, 'Rebate on platinum contracts');
  const narrow = (audience: string) =>
    peek(portal().database, 'update articles set audience = $2 where id = $1', [secret.id, audience]);
  await narrow('member');
  const hidden = await write(portal(), world.dana, 'Platinum rebate contracts');
  expect(hidden.text).not.toContain('platinum');
  expect((await as(portal(), world.dana).get(`/support/new/answers/${secret.id}`)).status).toBe(404);
  expect((await open(portal(), world.dana, secret.id)).status).toBe(404);
  expect((await sessionsOf(portal(), world.dana))[0]!.suggested).toEqual([]);
  await narrow('signed_in');
  expect((await write(portal(), world.dana, 'Platinum rebate contracts')).text).toContain(
    'Rebate on platinum contracts',
  );
  expect((await as(portal(), world.dana).get(`/support/new/answers/${secret.id}`)).status).toBe(200);
});

test('who does not go on has left; what was typed is forgotten when it cannot be raised again; control: until then it is not', async () => {
  const world = await helpWorld();
  await write(portal(), world.dana, LATE);
  const tidy = () => upkeep.run(portal().platform);
  await tidy();
  expect((await sessionsOf(portal(), world.dana))[0]).toMatchObject({ outcome: null, topic: LATE });
  await earlier(portal(), world.dana, 1);
  await tidy();
  expect((await sessionsOf(portal(), world.dana))[0]).toMatchObject({ outcome: 'left', topic: LATE });
  await earlier(portal(), world.dana, 8);
  await tidy();
  expect((await sessionsOf(portal(), world.dana))[0]).toMatchObject({ outcome: 'left', topic: '' });
  await earlier(portal(), world.dana, 400);
  await tidy();
  expect(await sessionsOf(portal(), world.dana)).toEqual([]);
});

test('TRUST 37: whoever looks as a customer begins no session; control: the customer does', async () => {
  const world = await helpWorld();
  const looking = as(portal(), world.owner);
  await looking.submit(pageOf(world.dana), `${pageOf(world.dana)}/view`);
  const form = await looking.get('/support/new');
  expect(form.status).toBe(200);
  expect(form.text).not.toContain('id="answers"');
  const { _token = '' } = await looking.form('/support/new', '/support');
  expect((await looking.postRaw('/support/new/answers', { subject: LATE }, { 'x-csrf-token': _token })).status).toBe(
    403,
  );
  expect(await sessionsOf(portal(), world.dana)).toEqual([]);
  await write(portal(), world.dana, LATE);
  expect(await sessionsOf(portal(), world.dana)).toHaveLength(1);
});

test('without scripts a ticket is sent at once, and stands in no comparison', async () => {
  const world = await helpWorld();
  expect((await send(portal(), world.dana, LATE)).location).toBe('/support/1');
  expect(await sessionsOf(portal(), world.dana)).toEqual([]);
});

test('each number of the page opens as many people, in the file as well; nobody sees customers beyond their reach', async () => {
  const world = await helpWorld();
  const { dana, rival, owner, late } = world;
  await write(portal(), dana, LATE);
  await open(portal(), dana, late.id);
  await say(portal(), dana, late.id);
  await write(portal(), rival, LATE);
  await send(portal(), rival, LATE);
  const maya = as(portal(), owner);
  expect((await maya.get('/deflection')).text).toContain('Could still raise it again');
  for (const one of [dana, rival]) await earlier(portal(), one, 9);
  expect((await maya.get('/deflection?from=2026-02-30&to=2026-13-01')).status).toBe(200);
  const page = await maya.get('/deflection');
  expect(page.text).toContain('Unproven');
  const links = [...page.text.matchAll(/href="(\/deflection\/people\?[^"]*show=[^"]*)"[^>]*>(\d+)</g)];
  expect(links.length).toBe(8);
  for (const [, href, n] of links) {
    const list = await maya.get(href!.replaceAll('&amp;', '&'));
    expect([href, (list.text.match(/href="\/customers\/[^"]*\/contacts\//g) ?? []).length]).toEqual([href, Number(n)]);
  }
  const file = await maya.get('/deflection/people.csv');
  expect(file.headers.get('content-type')).toContain('text/csv');
  expect(file.text.trim().split('\r\n')).toHaveLength(3);
  // A spreadsheet sorts them by when they began.
  expect(file.text.split('\r\n')[1]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,/);
  // What was typed and not sent is nobody's to read.
  expect(file.text).not.toContain(LATE);
  // The rival's login comes in for another customer as well: still one person, with the first session of theirs.
  const [other] = await peek<{ id: string }>(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
     select workspace_id, gen_random_uuid(), $2, identity_id, name, email, role from contacts where id = $1 returning id`,
    [rival.id, world.accountId],
  );
  await peek(
    portal().database,
    `insert into deflection_sessions select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'contact_id', $2::uuid,
       'account_id', $3::uuid, 'ticket_id', null, 'begun_at', s.begun_at + interval '1 hour'))).* from deflection_sessions s where contact_id = $1`,
    [rival.id, other!.id, world.accountId],
  );
  expect((await maya.get('/deflection/people.csv')).text.trim().split('\r\n')).toHaveLength(3);
  await peek(portal().database, 'update contacts set identity_id = null where id = $1', [other!.id]);
  expect((await maya.get('/deflection/people.csv')).text.trim().split('\r\n'), 'control').toHaveLength(4);
  await peek(portal().database, 'delete from deflection_sessions where contact_id = $1', [other!.id]);
  const limit = "update roles set reach = 'assigned' where workspace_id = $1 and side = 'member' and key = 'agent'";
  const list = '/deflection/people?show=all';
  expect((await as(portal(), world.agent).get(list)).text).toContain('Dana Whitfield');
  await peek(portal().database, limit, [world.workspaceId]);
  await peek(
    portal().database,
    'insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, $4)',
    [world.workspaceId, world.rivalAccountId, world.agent.id, 'Lead'],
  );
  const seen = (await as(portal(), world.agent).get(list)).text;
  expect(seen).toContain('Ines Duarte');
  expect(seen).not.toContain('Dana Whitfield');
  expect((await as(portal(), world.agent).get('/deflection/people.csv')).status).toBe(404);
});

test('the rules are held to their limits, are in the log with before and after, and begin the count anew', async () => {
  const world = await helpWorld();
  const refused = await holdOut(world, 1, 90);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('from 2 to 50');
  expect(refused.text).toContain('value="90"');
  expect((await holdOut(world, 25, 14)).status).toBe(303);
  const [event] = await peek<{ data: unknown }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'deflection.rules_changed'",
    [world.workspaceId],
  );
  expect(event!.data).toEqual({ changes: { heldOut: { from: 10, to: 25 }, days: { from: 7, to: 14 } } });
  await write(portal(), world.dana, LATE);
  await earlier(portal(), world.dana, 30);
  // Of before the change: not counted together with what comes after.
  expect((await as(portal(), world.owner).get('/deflection')).text).toContain('Nobody has been helped yet');
  expect((await as(portal(), world.agent).get('/settings/answers')).status).toBe(404);
  expect((await as(portal(), await rivalOwner()).get('/deflection/people')).text).not.toContain('Dana');
});

const rivalOwner = async () => (await newWorld(portal(), 'Lumen Cloud')).owner;
