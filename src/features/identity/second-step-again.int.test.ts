import { beforeEach, describe, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';
import { givePassword, mailsTo, PASSWORD, sessionsOf, tryPassword } from './doors.testing.ts';
import { endSessions } from './end-sessions.ts';
import { beforeTheStep, codeOf, danaWithApp, setUpApp, typeCode } from './second-step.testing.ts';

const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
let world: World;
let secret: string;

beforeEach(async () => {
  ({ world, secret } = await danaWithApp(portal()));
});

const begin = (next?: string): Promise<Client> => beforeTheStep(portal(), world, next);

describe('a browser that is remembered', () => {
  const remembered = async (): Promise<Client> => {
    const client = await begin();
    await typeCode(client, codeOf(secret), { remember: 'yes' });
    await client.submit('/notifications', '/sign-out');
    return client;
  };

  test('is not asked again, for this person and in this workspace only', async () => {
    const client = await remembered();
    expect((await tryPassword(client, world.dana.email, PASSWORD)).location).toBe('/');
    expect((await sessionsOf(portal(), world.dana.identityId)).at(-1)).toMatchObject({ second: 'remembered' });
    // Another browser is asked, and another person in this one.
    await begin();
    await givePassword(portal(), world.viewer);
    await setUpApp(as(portal(), world.viewer), -1);
    await client.submit('/notifications', '/sign-out');
    expect((await tryPassword(client, world.viewer.email, PASSWORD)).location).toBe('/sign-in/step');
  });

  test('is asked again after its owner says in the mail that it was not them', async () => {
    const client = await remembered();
    expect((await tryPassword(client, world.dana.email, PASSWORD)).location).toBe('/');
    await portal().workJobs();
    const mail = (await mailsTo(portal(), world, world.dana.email)).findLast(
      ({ kind }) => kind === 'identity.new_device',
    );
    const token = /device\?token=([\w.-]+)/.exec(mail!.text)![1]!;
    const owner = visitor(portal(), world);
    const form = { ...(await owner.form('/sign-in', '/sign-in/password')), token };
    expect((await owner.postRaw('/sign-in/device', form)).status).toBe(303);
    expect((await tryPassword(client, world.dana.email, PASSWORD)).location).toBe('/sign-in/step');
  });

  test('is asked again when its owner wants it so, which the log says, and after a new password', async () => {
    const client = await remembered();
    await as(portal(), world.dana).submit('/account', '/account/remembered/ending');
    expect((await tryPassword(client, world.dana.email, PASSWORD)).location).toBe('/sign-in/step');
    const [{ data } = { data: null }] = await peek<{ data: object }>(
      portal().database,
      "select data from events where workspace_id = $1 and kind = 'identity.browsers_forgotten'",
      [world.workspaceId],
    );
    expect(data).toEqual({ browsers: 1 });
    await givePassword(portal(), world.dana, 'another horse battery');
    expect((await tryPassword(client, world.dana.email, 'another horse battery')).location).toBe('/sign-in/step');
  });
});

test('TRUST 26: a half sign-in ends with the sessions, and with the customer whose rules were asked; control: it goes on', async () => {
  const say = (text: string, ...values: unknown[]) => peek(portal().database, text, values);
  const client = await begin();
  expect((await client.get('/sign-in/step')).status).toBe(200);
  // They come in at another customer as well, and that one asked for nothing.
  await say(
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
     values ($1, gen_random_uuid(), $2, $3, 'Dana', $4)`,
    ...[world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  await say('update half_sign_ins set account_id = $1', world.accountId);
  expect((await client.get('/sign-in/step')).status).toBe(200);
  await say('update contacts set disabled_at = now() where id = $1', world.dana.id);
  expect((await client.get('/sign-in/step')).location).toBe('/sign-in');

  await say('update contacts set disabled_at = null where id = $1', world.dana.id);
  expect((await client.get('/sign-in/step')).status).toBe(200);
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => endSessions(ctx, [world.dana.identityId]));
  expect((await client.get('/sign-in/step')).location).toBe('/sign-in');
});
