import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { as } from '#test/client.ts';
import { openPortal, type TestPortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { type Mail, queueMail, readerOf } from './outbox.ts';
import { closeMail, sendTask } from './send-task.ts';

/** A real mail server that keeps what it is given. `refuse` decides about one mail or recipient. */
const received: ParsedMail[] = [];
let refuse: ((step: 'recipient' | 'data', to: string) => number | undefined) | undefined;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _, done) => done(no(refuse?.('recipient', address))),
  onData(stream, session, done) {
    void simpleParser(stream).then((mail) => {
      const code = refuse?.('data', session.envelope.rcptTo[0]!.address);
      if (!code) received.push(mail);
      done(no(code));
    });
  },
});
const no = (code: number | undefined) =>
  code ? Object.assign(new Error('not now'), { responseCode: code }) : undefined;

let portal: TestPortal;
let platform: TestPortal['platform'];
let world: World;
let rival: World;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Portico <portal@mail.example>' };
  portal = await openPortal(smtp);
  platform = portal.platform;
  world = await newWorld(portal);
  rival = await newWorld(portal);
});
afterEach(() => {
  received.length = 0;
  refuse = undefined;
});
afterAll(async () => {
  closeMail(platform);
  await portal.close();
  await new Promise<void>((done) => server.close(done));
});

const mailTo = (ctx: Ctx, to: { email: string; identityId: string }, change: Partial<Mail> = {}): Mail => ({
  kind: 'ticket.replied',
  to: { address: to.email, identityId: to.identityId },
  reader: ctx.reader,
  subject: 'Maya answered T-1482',
  letter: {
    preheader: 'Yes, on Friday.',
    title: 'Maya answered',
    paragraphs: ['She wrote to you about the pricing page.'],
    action: { label: 'Read the answer', url: '/support/1482' },
    why: 'You asked us something.',
    preferencesUrl: '/notifications',
  },
  ...change,
});

const queue = (change: Partial<Mail> = {}, to = world.dana): Promise<string> =>
  inWorkspace(platform, world.workspaceId, (ctx) => queueMail(ctx, mailTo(ctx, to, change)));

const send = (mail: string, workspace = world.workspaceId) => sendTask.run(platform, { workspace, mail });

const rowOf = (id: string, { workspaceId } = world) =>
  asSystem(platform.pool, workspaceId, (db) =>
    db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );

test('a mail is sent with both parts, and then only its line in the log remains', async () => {
  const id = await queue({ speaker: 'Maya Lindqvist' });
  await send(id);
  const [mail] = received;
  expect(mail?.from?.value).toEqual([{ name: 'Maya Lindqvist via Northwind Studio', address: 'portal@mail.example' }]);
  expect(mail?.to).toMatchObject({ text: world.dana.email });
  expect(mail?.subject).toBe('Maya answered T-1482');
  expect(mail?.messageId).toBe(`<${id}@${world.host}>`);
  expect(mail?.text).toContain(`${world.origin}/support/1482`);
  expect(mail?.html).toContain(`href="${world.origin}/support/1482"`);
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(await rowOf(id)).toMatchObject({ state: 'sent', html: null, text: null, attempts: 1 });
  expect((await rowOf(id)).sent_at).toBeInstanceOf(Date);
});

test('a mail that was sent is not sent by a second run of its job', async () => {
  const id = await queue();
  await send(id);
  await send(id);
  expect(received).toHaveLength(1);
});

test('a worker that died after the server took the mail sends it again under the same Message-ID', async () => {
  const id = await queue();
  const before = await rowOf(id);
  await send(id);
  // What the crash leaves behind: the server has the mail, and the row was never marked.
  const { html, text } = before;
  const unmarked = { state: 'queued', html, text, sent_at: null };
  await asSystem(platform.pool, world.workspaceId, (db) =>
    db.updateTable('mails').set(unmarked).where('id', '=', id).execute(),
  );
  await send(id);
  expect(received.map((mail) => mail.messageId)).toEqual([before.message_id, before.message_id]);
});

test('a mail of a transaction that failed is never sent', async () => {
  let id = '';
  const failed = inWorkspace(platform, world.workspaceId, async (ctx) => {
    id = await queueMail(ctx, mailTo(ctx, world.dana));
    throw new Error('the ticket vanished');
  });
  await expect(failed).rejects.toThrow('the ticket vanished');
  await expect(send(id)).rejects.toThrow('no such mail');
  expect(received).toHaveLength(0);
});

test('while it is refused for now, a mail keeps its words and the reason', async () => {
  refuse = () => 451;
  const id = await queue();
  await expect(send(id)).rejects.toThrow('451');
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: 'queued', attempts: 1 });
  expect(row.last_response).toContain('451');
  expect(row.html).toContain('<h1');
});

test('a final refusal is written down and the job ends', async () => {
  refuse = (step) => (step === 'recipient' ? 550 : undefined);
  const id = await queue();
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', html: null, text: null, attempts: 1 });
  expect((await rowOf(id)).last_response).toContain('550');
});

test('a mail whose time is over is not sent', async () => {
  const id = await queue({ sendBefore: new Date(Date.now() - 1000) });
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', html: null });
  expect(received).toHaveLength(0);
});

test('without a mail server the mail is kept with its words', async () => {
  const id = await queue();
  const config = { ...platform.config, mail: { ...platform.config.mail, smtpUrl: undefined } };
  await sendTask.run({ ...platform, config }, { workspace: world.workspaceId, mail: id });
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: 'kept', sent_at: null });
  expect(row.text).toContain('Read the answer');
});

test("TRUST 6: a job that names another workspace's mail fails and sends nothing", async () => {
  const id = await queue();
  await expect(send(id, rival.workspaceId)).rejects.toThrow('no such mail in this workspace');
  expect(received).toHaveLength(0);
  expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
  // Control: of its own workspace it goes out.
  await send(id);
  expect(received).toHaveLength(1);
});

test('TRUST 6: a job is refused at the door when it names another workspace, or none', async () => {
  const add = (workspace: object) =>
    inWorkspace(platform, world.workspaceId, (ctx) =>
      enqueue({ db: ctx.db, workspace: workspace as Ctx['workspace'] }, 'mail.send', { mail: rival.workspaceId }),
    );
  await expect(add({ id: rival.workspaceId })).rejects.toThrow('must name the workspace of its transaction');
  await expect(add({})).rejects.toThrow('must name the workspace of its transaction');
  await add({ id: world.workspaceId });
});

test('mails about one ticket make one conversation for each person', async () => {
  const thread = { kind: 'ticket', id: '0199f0a0-0000-7000-8000-000000000001' };
  const root = `<ticket.${thread.id}@${world.host}>`;
  const first = await queue({ thread });
  const second = await queue({ thread });
  const other = await queue({ thread }, world.owner);
  for (const id of [first, second, other]) await send(id);
  expect(received.map((mail) => [mail.inReplyTo, mail.references].flat())).toEqual([
    [root, root],
    [`<${first}@${world.host}>`, root, `<${first}@${world.host}>`],
    [root, root],
  ]);
});

test('a mail speaks the language of the one who gets it', async () => {
  const id = await inWorkspace(platform, world.workspaceId, (ctx) =>
    queueMail(ctx, mailTo(ctx, world.dana, { reader: readerOf(ctx, { locale: 'de', zone: 'Europe/Berlin' }) })),
  );
  expect((await rowOf(id)).html).toContain('lang="de"');
});

test('somebody without settings is spoken to as the workspace speaks', async () => {
  const german = { locale: 'de', zone: 'Europe/Berlin' };
  await asSystem(platform.pool, rival.workspaceId, (db) => db.updateTable('workspaces').set(german).execute());
  const reader = await inWorkspace(platform, rival.workspaceId, async (ctx) =>
    readerOf(ctx, { locale: null, zone: 'Nowhere/Land' }),
  );
  expect(reader).toMatchObject(german);
});

test('names and subjects cannot smuggle headers', async () => {
  const id = await queue({ subject: 'Hello\r\nBcc: victim@evil.example', speaker: 'Eve\nSender: root@evil.example' });
  await send(id);
  const [mail] = received;
  expect(mail?.subject).toBe('Hello Bcc: victim@evil.example');
  expect(mail?.from?.value[0]?.name).toBe('Eve Sender: root@evil.example via Northwind Studio');
  expect(mail?.headers.has('bcc') || mail?.headers.has('sender')).toBe(false);
});

test('a mail never links to another host than its portal', async () => {
  const letter = (url: string) =>
    inWorkspace(platform, world.workspaceId, (ctx) => {
      const mail = mailTo(ctx, world.dana);
      return queueMail(ctx, { ...mail, letter: { ...mail.letter, action: { label: 'Go', url } } });
    });
  for (const url of ['https://evil.example/', '//evil.example/x', '/\\evil.example', `${rival.origin}/`]) {
    await expect(letter(url), url).rejects.toThrow('must not link to');
  }
  await letter(`${world.origin}/support/1`);
});

test('an address that is none ends in the log, not in an endless job', async () => {
  const id = await queue({}, { ...world.dana, email: 'dana@harbor.example, victim@evil.example' });
  await send(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed' });
  expect(received).toHaveLength(0);
});

// The last one: from here on a worker runs beside the tests.
test('the queue tries again after a temporary refusal', async () => {
  let refusals = 0;
  refuse = (step, to) => (step === 'data' && to === world.viewer.email && refusals++ === 0 ? 451 : undefined);
  await portal.workJobs();
  const id = await queue({}, world.viewer);
  await portal.workJobs();
  expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 1 });
  await expect.poll(() => rowOf(id).then((row) => row.state), { timeout: 15_000 }).toBe('sent');
  expect(await rowOf(id)).toMatchObject({ attempts: 2 });
  expect(received.filter((mail) => mail.messageId === `<${id}@${world.host}>`)).toHaveLength(1);
});

test('what replies of the team are in their reader’s mailbox: one link, no file, and one conversation', async () => {
  const own = await newWorld(portal);
  const [dana, priya] = [as(portal, own.dana), as(portal, own.agent)];
  await dana.submit('/support/new', '/support', { subject: 'Mailed', urgency: 'slows', body: 'Hello' });
  for (const body of ['The first answer.', 'The second answer.']) {
    const files = { name: 'plan.txt', content: 'the plan' };
    expect((await priya.submit('/inbox/1', '/inbox/1/replies', { body, outcome: 'wait', files })).status).toBe(303);
    await portal.workJobs();
  }
  const mails = received.filter(({ to }) => [to].flat()[0]?.text === own.dana.email);
  expect(mails).toHaveLength(2);
  for (const { attachments, html, text, messageId } of mails) {
    expect(attachments).toEqual([]);
    // What was said is read in the portal, where whoever may read it is asked.
    expect(`${html}${text}`).not.toMatch(/the plan|answer\./);
    const links = [...String(html).matchAll(/href="([^"]+)"/g)].map(([, href]) => new URL(href!));
    expect(new Set(links.map(({ origin }) => origin))).toEqual(new Set([own.origin]));
    // The footer says whose portal it is, and where one chooses one's mails; what there is to do has one link.
    const paths = links.map(({ pathname, hash }) => pathname + hash).filter((path) => path !== '/');
    expect(paths).toEqual(['/support/1', '/account#ticket_mails']);
    expect(text?.match(/https?:\S+/g)).toEqual(paths.map((path) => own.origin + path));
    expect(messageId).toMatch(new RegExp(`^<[0-9a-f-]{36}@${own.host}>$`));
  }
  const [first, second] = mails;
  const root = first!.inReplyTo!;
  expect(root).toMatch(new RegExp(`^<ticket\\.[0-9a-f-]{36}@${own.host}>$`));
  expect([first!.references].flat()).toEqual([root]);
  expect(second!.inReplyTo).toBe(first!.messageId);
  expect([second!.references].flat()).toEqual([root, first!.messageId]);
});
