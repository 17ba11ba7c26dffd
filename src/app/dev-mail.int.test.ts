import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { sendTask } from '#platform/mail/send-task.ts';
import { visitor } from '#test/client.ts';
import { openPortal, type TestPortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

let portal: TestPortal;
let world: World;
let rival: World;

beforeAll(async () => {
  portal = await openPortal({ NODE_ENV: 'development' });
  world = await newWorld(portal);
  rival = await newWorld(portal);
});
afterAll(() => portal.close());

async function keep(subject: string): Promise<string> {
  const { platform } = portal;
  const id = await inWorkspace(platform, world.workspaceId, (ctx) =>
    queueMail(ctx, {
      kind: 'identity.sign_in_link',
      to: { address: world.dana.email, identityId: world.dana.identityId },
      reader: ctx.reader,
      subject,
      letter: {
        preheader: 'It works once.',
        title: 'Sign in',
        paragraphs: ['Here is your link.'],
        action: { label: 'Sign in', url: '/sign-in/link?token=abc' },
        why: 'You asked for it.',
      },
    }),
  );
  await sendTask.run(platform, { workspace: world.workspaceId, mail: id });
  return id;
}

const get = (path: string, at = world) => visitor(portal, at).get(path);

test('a kept mail is in the list, opens, and its link leads to the portal', async () => {
  const id = await keep('Your sign-in link');
  expect((await get('/dev/mail')).text).toContain(`href="/dev/mail/${id}"`);
  const { text: page } = await get(`/dev/mail/${id}`);
  expect(page).toContain(`<iframe class="dev-mail-frame" src="/dev/mail/${id}/html"`);
  expect(page).toContain(`&lt;${id}@${world.host}&gt;`);
  const { text: html } = await get(`/dev/mail/${id}/html`);
  expect(html).toContain('<base target="_top">');
  expect(html).toContain(`href="${world.origin}/sign-in/link?token=abc"`);
});

test('the HTML of a mail can run nothing, load nothing and be framed by this page alone', async () => {
  const id = await keep('Look');
  const policy = (await get(`/dev/mail/${id}/html`)).headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('sandbox allow-popups');
  expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|allow-forms/);
  expect(policy).toContain("frame-ancestors 'self'");
  const outer = (await get(`/dev/mail/${id}`)).headers.get('content-security-policy')!;
  expect(outer).toContain("frame-src 'self'");
  expect(outer).toContain("frame-ancestors 'none'");
  expect(outer).not.toContain("'unsafe-inline'");
});

test('a subject is text, whatever is in it', async () => {
  const id = await keep('<img src=x onerror=alert(1)>');
  for (const path of ['/dev/mail', `/dev/mail/${id}`]) expect((await get(path)).text).not.toContain('<img src=x');
});

test('a mail of another workspace, or of none, is not there', async () => {
  const id = await keep('Ours');
  for (const path of [`/dev/mail/${id}`, `/dev/mail/${id}/html`]) {
    expect((await get(path, rival)).status).toBe(404);
    expect((await get(path)).status).toBe(200);
  }
  expect((await get('/dev/mail', rival)).text).not.toContain('Ours');
  expect((await get('/dev/mail/nothing')).status).toBe(404);
});

test('a demo shows mail to the machine it runs on, and to nobody behind a proxy', async () => {
  const demo = await openPortal({ NODE_ENV: 'production' });
  try {
    const { origin, host } = await newWorld(demo);
    const ask = async (remoteAddress: string, headers: Record<string, string> = {}) => {
      const connection = { incoming: { socket: { remoteAddress } } };
      const answer = await demo.app.request(`${origin}/dev/mail`, { headers: { host, ...headers } }, connection);
      return answer.status;
    };
    expect(await ask('127.0.0.1')).toBe(200);
    expect(await ask('::1')).toBe(200);
    expect(await ask('::ffff:127.0.0.1')).toBe(200);
    expect(await ask('203.0.113.9')).toBe(404);
    expect(await ask('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(404);
    expect(await ask('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(404);
  } finally {
    await demo.close();
  }
});

test('an installation that sends mail shows none', async () => {
  const sending = await openPortal({
    NODE_ENV: 'development',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'a@b.example',
  });
  try {
    expect((await visitor(sending, await newWorld(sending)).get('/dev/mail')).status).toBe(404);
  } finally {
    await sending.close();
  }
});
