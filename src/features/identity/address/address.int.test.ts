import { beforeEach, expect, test } from 'vitest';
import { as, type Client, untilAnswered, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { eventsOf, givePassword, isIn, linkTo, mailsTo, PASSWORD, spend, tryPassword } from '../doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const FORM = '/account/address';
const NEW = 'dana.new@acme.example';

/** Asks for an address, and returns the address of the link that was mailed there. */
async function linkFor(who: Client, email: string): Promise<string | undefined> {
  expect((await who.submit(FORM, FORM, { email })).status).toBe(303);
  await portal().workJobs();
  const mails = await mailsTo(portal(), world, email);
  return /\/account\/address\/proof\?token=[\w-]+/.exec(mails.at(-1)?.text ?? '')?.[0];
}

const addressOf = (who: Actor) =>
  peek<{ email: string }>(
    portal().database,
    `select email::text from identities where id = $1 union all select email::text from members where identity_id = $1
     union all select email::text from contacts where identity_id = $1`,
    [who.identityId],
  );

test('TRUST 25: one’s address is changed by its owner, by a link to the new one; the old one, links and sessions open nothing; control: until its button is pressed nothing changes', async () => {
  await givePassword(portal(), world.dana);
  const dana = as(portal(), world.dana);
  const elsewhere = visitor(portal(), world);
  await tryPassword(elsewhere, world.dana.email, PASSWORD);
  const old = await linkTo(portal(), world.dana);
  const link = (await linkFor(dana, NEW))!;
  // Opened by a scanner any number of times: nothing happens, and it is still good.
  for (let n = 0; n < 3; n++) expect((await dana.get(link)).status).toBe(200);
  expect(await addressOf(world.dana)).toEqual([{ email: world.dana.email }, { email: world.dana.email }]);
  expect((await dana.submit(link, `${FORM}/proof`)).status).toBe(303);
  expect(await addressOf(world.dana)).toEqual([{ email: NEW }, { email: NEW }]);
  expect([await isIn(dana), await isIn(elsewhere)]).toEqual([true, false]);
  expect((await visitor(portal(), world).get(`/sign-in/link?token=${old}`)).status).toBe(410);
  expect((await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD)).status).toBe(422);
  expect((await tryPassword(visitor(portal(), world), NEW, PASSWORD)).status).toBe(303);
  await portal().workJobs();
  const told = (await mailsTo(portal(), world, world.dana.email)).at(-1)!;
  expect(told.text.replace(/\u2060/g, '').replace(/\s+/g, ' ')).toContain(
    `you sign in to Northwind Studio with ${NEW}`,
  );
  const [event] = await eventsOf(portal(), world, 'identity.address_changed');
  expect(event?.data).toMatchObject({ changes: { email: { from: world.dana.email, to: NEW } } });
  // Once is enough.
  expect((await dana.get(link)).status).toBe(410);
});

test('TRUST 25: of fifty at once one changes it; late, somebody else’s, or overtaken, a link changes nothing', {
  timeout: 90_000,
}, async () => {
  const dana = as(portal(), world.dana);
  const link = (await linkFor(dana, NEW))!;
  const token = new URL(link, world.origin).searchParams.get('token')!;
  // Whoever has the link and is somebody else.
  const ben = as(portal(), world.agent);
  expect((await ben.get(link)).status).toBe(410);
  const theirs = await ben.form(FORM, FORM);
  await ben.postRaw(`${FORM}/proof`, { ...theirs, token });
  expect((await addressOf(world.agent)).some(({ email }) => email === NEW)).toBe(false);
  expect((await visitor(portal(), world).get(link)).status).toBe(303);
  // A newer link takes the place of an older one.
  const newer = (await linkFor(dana, 'dana.other@acme.example'))!;
  expect((await dana.get(link)).status).toBe(410);
  const form = await dana.form(newer, `${FORM}/proof`);
  const tries = Array.from({ length: 50 }, () =>
    untilAnswered(() => dana.postRaw(`${FORM}/proof`, { ...form, _once: crypto.randomUUID() })),
  );
  const answers = (await Promise.all(tries)).map(({ status, location }) => `${status} ${location}`).sort();
  expect(answers).toEqual([...Array(49).fill('303 /account/address/proof'), '303 /account#ways-in'].sort());
  expect((await eventsOf(portal(), world, 'identity.address_changed')).length).toBe(1);
  const late = (await linkFor(dana, 'dana.late@acme.example'))!;
  await peek(portal().database, "update verifications set expires_at = now() - interval '1 second'");
  expect((await dana.get(late)).status).toBe(410);
});

test('an address that is somebody’s answers like any other, and nothing goes there; control: a free one gets its link', async () => {
  const dana = as(portal(), world.dana);
  expect(await linkFor(dana, world.viewer.email)).toBeUndefined();
  const taken = (await dana.get('/account')).text.match(/a link is on its way there/);
  expect(await linkFor(dana, NEW)).toBeTruthy();
  const free = (await dana.get('/account')).text.match(/a link is on its way there/);
  expect([taken?.[0], free?.[0]]).toEqual(['a link is on its way there', 'a link is on its way there']);
});

test('somebody of the team as well; nobody whose address a provider or a directory says', async () => {
  const priya = as(portal(), world.agent);
  const link = (await linkFor(priya, 'priya@northwind.example'))!;
  await priya.submit(link, `${FORM}/proof`);
  expect((await addressOf(world.agent)).map(({ email }) => email)).toContain('priya@northwind.example');
  const [connection] = await peek<{ id: string }>(
    portal().database,
    `insert into sso_connections (workspace_id, id, account_id, name, kind, default_role, tested_at, enabled_at, required_at)
     values ($1, gen_random_uuid(), null, 'Okta', 'oidc', 'agent', now(), now(), now()) returning id`,
    [world.workspaceId],
  );
  expect((await priya.get(FORM)).text).toContain('comes from your company');
  expect((await priya.get(FORM)).text).not.toContain('id="address-form"');
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [connection!.id]);
  expect((await priya.get(FORM)).text).toContain('id="address-form"');
  await peek(
    portal().database,
    `insert into scim_users (workspace_id, id, connection_id, identity_id, person_id, user_name)
     values ($1, gen_random_uuid(), $2, $3, $4, 'priya')`,
    [world.workspaceId, connection!.id, world.agent.identityId, world.agent.id],
  );
  expect((await priya.get(FORM)).text).toContain('comes from your company');
});

test('TRUST 25: asked for before a provider says the address, it is kept at the button as well; control: while the provider is not required it changes', async () => {
  const priya = as(portal(), world.agent);
  await peek(
    portal().database,
    `insert into sso_connections (workspace_id, id, account_id, name, kind, default_role, tested_at, enabled_at)
     values ($1, gen_random_uuid(), null, 'Okta', 'oidc', 'agent', now(), now())`,
    [world.workspaceId],
  );
  const pressed = async (email: string, required: string) => {
    const link = (await linkFor(priya, email))!;
    const form = await priya.form(link, `${FORM}/proof`);
    await peek(portal().database, `update sso_connections set required_at = ${required} where workspace_id = $1`, [
      world.workspaceId,
    ]);
    await priya.postRaw(`${FORM}/proof`, form);
    return (await addressOf(world.agent)).map((row) => row.email).includes(email);
  };
  expect(await pressed('priya@northwind.example', 'null')).toBe(true);
  expect(await pressed('priya@elsewhere.example', 'now()')).toBe(false);
});

test('whoever signs in by a link to open the link of their new address finds it; control: the links that would let them in are gone', async () => {
  const link = (await linkFor(as(portal(), world.dana), NEW))!;
  const [one, other] = [await linkTo(portal(), world.dana), await linkTo(portal(), world.dana)];
  const phone = visitor(portal(), world);
  expect((await spend(phone, one)).status).toBe(303);
  expect((await phone.get(link)).status).toBe(200);
  expect((await visitor(portal(), world).get(`/sign-in/link?token=${other}`)).status).toBe(410);
  expect((await phone.submit(link, `${FORM}/proof`)).status).toBe(303);
  expect((await addressOf(world.dana)).map(({ email }) => email)).toEqual([NEW, NEW]);
});
