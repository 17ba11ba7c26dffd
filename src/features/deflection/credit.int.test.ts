import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { armIn, earlier, say, send, sessionsOf, write } from './deflection.testing.ts';

const portal = usePortal();

/** A business with an article on deliveries that come late, where Dana is shown suggestions. */
async function helpWorld() {
  for (;;) {
    const world = await newWorld(portal());
    if (armIn(portal(), world, world.dana, 10) !== 'shown') continue;
    const category = await makeCategory(portal(), world, 'Deliveries');
    return { ...world, late: await makeArticle(portal(), world, category, 'When a delivery comes late') };
  }
}

const LATE = 'My delivery is late again';

test('raising a topic again takes the credit back; control: another topic does not, nor does the same a week later', async () => {
  const world = await helpWorld();
  const { dana, late } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  await send(portal(), dana, 'Change our billing address');
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await earlier(portal(), dana, 8);
  await send(portal(), dana, 'Where is the delivery that comes late?');
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await earlier(portal(), dana, -7);
  await send(portal(), dana, 'Where is the delivery that comes late?');
  expect((await sessionsOf(portal(), dana))[0]).toMatchObject({ outcome: 'solved', raised: true });
});

test('who writes in an earlier ticket about it has raised the topic, too; control: in one about something else they have not', async () => {
  const world = await helpWorld();
  const { dana, late } = world;
  await send(portal(), dana, 'Change our billing address');
  await send(portal(), dana, LATE);
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  const raised = async (n: number) => {
    const sent = await as(portal(), dana).submit(`/support/${n}`, `/support/${n}/replies`, { body: 'Still the same.' });
    expect(sent.status).toBe(303);
    await portal().workJobs();
    return (await sessionsOf(portal(), dana)).map((one) => one.raised);
  };
  expect(await raised(1)).toEqual([false]);
  expect(await raised(2)).toEqual([true]);
});

test('who says that a ticket about it is not solved after all has raised it; control: taking a wrong click back has not', async () => {
  const world = await helpWorld();
  const { dana, late } = world;
  const client = as(portal(), dana);
  await send(portal(), dana, LATE);
  const solved = await client.submit('/support/1', '/support/1/closure');
  expect(solved.status).toBe(303);
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  const raised = async () => {
    await portal().workJobs();
    return (await sessionsOf(portal(), dana)).map((one) => one.raised);
  };
  const [solution] = await peek<{ id: string }>(
    portal().database,
    "select id from events where workspace_id = $1 and kind = 'ticket.solved'",
    [world.workspaceId],
  );
  const form = await client.form('/support/1', '/support/1/reopening');
  expect((await client.postRaw('/support/1/reopening', { ...form, undo: solution!.id })).status).toBe(303);
  expect(await raised()).toEqual([false]);
  await client.submit('/support/1', '/support/1/closure');
  expect((await client.submit('/support/1', '/support/1/reopening')).status).toBe(303);
  expect(await raised()).toEqual([true]);
});

test('who says it in the text and not in the subject has raised it; control: a text about something else has not', async () => {
  const { dana, late } = await helpWorld();
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  const raised = async (body: string) => {
    const sent = { subject: 'It still does not work', urgency: 'slows', body };
    expect((await as(portal(), dana).submit('/support/new', '/support', sent)).status).toBe(303);
    await portal().workJobs();
    return (await sessionsOf(portal(), dana))[0]!.raised;
  };
  expect(await raised('Nobody of us can pay by card since Monday, again.')).toBe(false);
  expect(await raised('I did what the article says. My delivery is late, again: what now?')).toBe(true);
});

test('a topic is the same by its words where no article is left; control: of somebody else it is not theirs', async () => {
  const world = await helpWorld();
  const { dana, rival, late } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  await peek(portal().database, 'update article_texts set archived_at = now() where article_id = $1', [late.id]);
  await send(portal(), rival, LATE);
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await send(portal(), dana, 'my delivery, late again');
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(true);
});

test('a topic is the same by its words in the letters of every language; control: other words of them are not', async () => {
  const world = await helpWorld();
  const { dana, late } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  await peek(
    portal().database,
    "update deflection_sessions set suggested = '{}', topic = 'изменить пароль учётной записи' where contact_id = $1",
    [dana.id],
  );
  await send(portal(), dana, 'Когда придёт следующий счёт');
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await send(portal(), dana, 'Изменить пароль моей учётной записи');
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(true);
});

test('who raises it at another customer they come in for has raised it; control: somebody else there has not', async () => {
  const world = await helpWorld();
  const { dana, rival, late } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role, created_at)
     select workspace_id, gen_random_uuid(), $2, identity_id, name, email, role, now() + interval '1 hour' from contacts where id = $1`,
    [dana.id, world.rivalAccountId],
  );
  await send(portal(), rival, LATE);
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await as(portal(), dana).submit('/', `/company/${world.rivalAccountId}/choice`);
  await send(portal(), dana, LATE);
  expect((await sessionsOf(portal(), dana))[0]).toMatchObject({ outcome: 'solved', raised: true });
  // In which ticket is for those who look after the other customer.
  await earlier(portal(), dana, 9);
  const { text } = await as(portal(), world.owner).get('/deflection/people?show=taken-back');
  expect(text).toContain('Raised again');
  expect(text).not.toContain('href="/inbox/2"');
});

test('who was moved to another customer and raises it there has raised it, and counts as one; control: somebody else there has not', async () => {
  const world = await helpWorld();
  const { dana, rival, late } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, late.id);
  const [now] = await peek<{ id: string }>(
    portal().database,
    `with them as (insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
       select workspace_id, gen_random_uuid(), $2, identity_id, name, email, role from contacts where id = $1 returning id)
     update contacts set identity_id = null, disabled_at = now(), continues_as = them.id from them where contacts.id = $1 returning them.id`,
    [dana.id, world.rivalAccountId],
  );
  await send(portal(), rival, LATE);
  expect((await sessionsOf(portal(), dana))[0]!.raised).toBe(false);
  await write(portal(), dana, LATE);
  await send(portal(), dana, LATE);
  expect((await sessionsOf(portal(), dana))[0]).toMatchObject({ outcome: 'solved', raised: true });
  expect(await sessionsOf(portal(), { ...dana, id: now!.id })).toHaveLength(1);
  for (const id of [dana.id, now!.id]) await earlier(portal(), { ...dana, id }, 9);
  const { text } = await as(portal(), world.owner).get('/deflection/people?show=all');
  expect(text.match(/Dana Whitfield/g)).toHaveLength(1);
});

test('who was moved twice counts as one, from wherever they had tried; a circle, which there should not be, ends', async () => {
  const world = await helpWorld();
  const { dana } = world;
  await write(portal(), dana, LATE);
  await say(portal(), dana, world.late.id);
  const moves = (on: string) =>
    peek<{ id: string }>(
      portal().database,
      `with them as (insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
         select workspace_id, gen_random_uuid(), $2, identity_id, name, gen_random_uuid() || email, role from contacts where id = $1 returning id)
       update contacts set identity_id = null, disabled_at = now(), continues_as = them.id from them where contacts.id = $1 returning them.id`,
      [on, world.rivalAccountId],
    ).then((rows) => rows[0]!.id);
  const second = await moves(dana.id);
  const third = await moves(second);
  await peek(
    portal().database,
    `insert into deflection_sessions select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'contact_id', c.id, 'account_id', c.account_id))).*
     from deflection_sessions s, contacts c where s.contact_id = $1 and c.id = any ($2)`,
    [dana.id, [second, third]],
  );
  for (const id of [dana.id, second, third]) await earlier(portal(), { ...dana, id }, 9);
  const people = async () => {
    const { status, text } = await as(portal(), world.owner).get('/deflection/people?show=all');
    expect(status).toBe(200);
    return text.match(/Dana Whitfield/g)?.length;
  };
  expect(await people()).toBe(1);
  await peek(portal().database, 'update contacts set continues_as = $2, identity_id = null where id = $1', [
    third,
    dana.id,
  ]);
  expect(await people()).toBeGreaterThan(0);
});
