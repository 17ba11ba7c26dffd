import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { mailsTo, PASSWORD, tryPassword } from './doors.testing.ts';
import { beforeTheStep, codeOf, danaWithApp, typeCode, wrongCode } from './second-step.testing.ts';

const portal = usePortal();

test('TRUST 24: whoever knows a password and guesses at the second step keeps its owner out of no browser they have come with, and is told of; control: of any other', async () => {
  const { world, secret } = await danaWithApp(portal());
  const hers = await beforeTheStep(portal(), world);
  expect((await typeCode(hers, codeOf(secret))).status).toBe(303);
  await hers.submit('/account', '/sign-out');
  const stranger = await beforeTheStep(portal(), world);
  const form = await stranger.form('/sign-in/step', '/sign-in/step/code');
  const guess = () =>
    stranger.postRaw('/sign-in/step/code', { ...form, code: wrongCode(secret), _once: crypto.randomUUID() });
  const found: number[] = [];
  for (let n = 0; n < 11; n += 1) found.push((await guess()).status);
  expect(found).toEqual([...Array(10).fill(422), 429]);
  // A browser nobody has come with is one of the guesser's, whatever it types.
  expect((await typeCode(await beforeTheStep(portal(), world), codeOf(secret, 1))).status).toBe(429);
  expect((await tryPassword(hers, world.dana.email, PASSWORD)).location).toContain('/sign-in/step');
  expect((await typeCode(hers, codeOf(secret, 1))).status).toBe(303);
  await portal().workJobs();
  const bell = async () => (await as(portal(), world.dana).get('/notifications')).text;
  await expect.poll(bell, { timeout: 15_000 }).toContain('typed five wrong codes at the second');
  const told = async () =>
    (await mailsTo(portal(), world, world.dana.email)).filter(({ kind }) => kind === 'identity.step_guessed').length;
  await expect.poll(told, { timeout: 15_000 }).toBe(1);
});

test('a browser of somebody’s own is bound as well: ten wrong codes and no more', async () => {
  const { world, secret } = await danaWithApp(portal());
  const hers = await beforeTheStep(portal(), world);
  await typeCode(hers, codeOf(secret));
  await hers.submit('/account', '/sign-out');
  await tryPassword(hers, world.dana.email, PASSWORD);
  const form = await hers.form('/sign-in/step', '/sign-in/step/code');
  const found: number[] = [];
  for (let n = 0; n < 11; n += 1)
    found.push(
      (await hers.postRaw('/sign-in/step/code', { ...form, code: wrongCode(secret), _once: crypto.randomUUID() }))
        .status,
    );
  expect(found).toEqual([...Array(10).fill(422), 429]);
});
