import net from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyError, DeliveryError, type Failure, reasonOf } from './failure.ts';
import { type Message, MessageError } from './message.ts';
import { messageIdOf, threadHeaders, threadIdOf } from './threading.ts';
import { createTransport, type Transport } from './transport.ts';

const root = threadIdOf('ticket', '0193', 'portal.northwind.studio');
const message: Message = {
  messageId: messageIdOf('0192', 'portal.northwind.studio'),
  ...threadHeaders(root, ['<0190@portal.northwind.studio>', '<0191@portal.northwind.studio>']),
  from: { name: 'Théo "T", Okafor via Northwind', address: 'portal@northwind.studio' },
  to: 'dana@acme.example',
  subject: 'Re: Formulare für „Größe“ <b>',
  html: '<p>Größe</p>',
  text: 'Größe\n.\nFrom the start\n',
  listUnsubscribe: 'https://portal.northwind.studio/preferences?a=1',
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Received {
  raw: string;
  from: string;
  to: string[];
}

/** A real mail server on a free port, and what it took in. */
async function mailServer(
  options: SMTPServerOptions = {},
): Promise<{ url: string; received: Received[]; connections: number[] }> {
  const received: Received[] = [];
  const connections: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onConnect: (_session, done) => {
      connections.push(1);
      done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        received.push({ raw: Buffer.concat(chunks).toString(), from: mailFrom ? mailFrom.address : '', to });
        done(null, 'kept as 4711');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const port = await listening(server.listen(0, '127.0.0.1'));
  closers.push(() => new Promise<void>((done) => server.close(done)));
  return { url: `smtp://127.0.0.1:${port}`, received, connections };
}

/** A server that answers a connection with `greet` and nothing more. */
async function strangeServer(greet: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    greet(socket);
  });
  const port = await listening(server.listen(0, '127.0.0.1'));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `smtp://127.0.0.1:${port}`;
}

async function listening(server: net.Server): Promise<number> {
  await new Promise((done) => server.once('listening', done));
  return (server.address() as net.AddressInfo).port;
}

function transport(smtpUrl: string | undefined, timeoutMs = 2000): Transport {
  const made = createTransport({ smtpUrl, timeoutMs });
  closers.unshift(() => made.close());
  return made;
}

async function failure(of: Promise<unknown>): Promise<{ failure: Failure; message: string }> {
  const error = await of.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('it was delivered');
  return { failure: classifyError(error), message: error.message };
}

function answering(code: number, words: string): (...all: unknown[]) => void {
  return (...all) => (all.at(-1) as (error: Error) => void)(Object.assign(new Error(words), { responseCode: code }));
}

describe('a delivery', () => {
  it('brings both parts, the thread and the marks of a machine, and no attachment', async () => {
    const { url, received } = await mailServer();
    const delivery = await transport(url).deliver(message);
    expect(delivery).toMatchObject({ state: 'sent', messageId: message.messageId });
    expect(delivery.response).toContain('4711');
    const [got] = received;
    expect(got).toMatchObject({ from: 'portal@northwind.studio', to: ['dana@acme.example'] });
    const mail = await simpleParser(got?.raw ?? '');
    expect(mail.messageId).toBe(message.messageId);
    expect(mail.inReplyTo).toBe('<0191@portal.northwind.studio>');
    expect(mail.references).toEqual([root, '<0190@portal.northwind.studio>', '<0191@portal.northwind.studio>']);
    expect(mail.from?.value).toEqual([{ name: message.from.name, address: 'portal@northwind.studio' }]);
    expect(mail.subject).toBe(message.subject);
    expect(mail.text).toBe(message.text);
    expect(mail.html).toBe(message.html);
    expect(mail.attachments).toEqual([]);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
    expect(got?.raw).toContain('List-Unsubscribe: <https://portal.northwind.studio/preferences?a=1>');
    expect(got?.raw).toContain('multipart/alternative');
    expect(got?.raw.split('\r\n\r\n')[0]).not.toMatch(/x-mailer|\bbcc\b|^cc/im);
  });

  it('uses one connection for several mails, and the same Message-ID when tried again', async () => {
    const { url, received, connections } = await mailServer();
    const sender = transport(url);
    for (let round = 0; round < 3; round += 1) await sender.deliver(message);
    expect(connections).toHaveLength(1);
    expect(new Set(received.map(({ raw }) => /^Message-ID: (.+)\r$/m.exec(raw)?.[1]))).toEqual(
      new Set([message.messageId]),
    );
  });

  it('sends twenty at once over few connections', async () => {
    const { url, received, connections } = await mailServer();
    const sender = transport(url);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => sender.deliver({ ...message, to: `p${index}@acme.example` })),
    );
    expect(new Set(received.flatMap(({ to }) => to)).size).toBe(20);
    expect(connections.length).toBeLessThanOrEqual(3);
  });

  it('is only kept where no mail server is set up', async () => {
    const delivery = await transport(undefined).deliver(message);
    expect(delivery).toEqual({ state: 'kept', response: 'no mail server is set up', messageId: message.messageId });
  });

  it('does not begin for a message that would smuggle something', async () => {
    const { url, received, connections } = await mailServer();
    for (const sender of [transport(url), transport(undefined)]) {
      const injected = sender.deliver({ ...message, subject: 'Hi\r\nBcc: all@evil.example' });
      await expect(injected).rejects.toThrow(MessageError);
      await expect(injected.catch(classifyError)).resolves.toBe('permanent');
    }
    expect([received.length, connections.length]).toEqual([0, 0]);
  });

  it('keeps a line break in the body from ending the mail or adding commands', async () => {
    const { url, received } = await mailServer();
    await transport(url).deliver({ ...message, text: 'a\r\n.\r\nMAIL FROM:<x@evil.example>\r\n', html: '<p>.</p>' });
    expect(received).toHaveLength(1);
    expect((await simpleParser(received[0]?.raw ?? '')).text).toBe('a\n.\nMAIL FROM:<x@evil.example>\n');
  });
});

describe('a failure', () => {
  it.each<[string, SMTPServerOptions, Failure]>([
    ['an unknown recipient', { onRcptTo: answering(550, 'no such person') }, 'permanent'],
    ['a refused text', { onData: drained(answering(554, 'looks like spam')) }, 'permanent'],
    ['a full mailbox', { onRcptTo: answering(452, 'mailbox full') }, 'temporary'],
    ['greylisting', { onRcptTo: answering(451, 'try later') }, 'temporary'],
    ['a busy server at the end of the text', { onData: drained(answering(451, 'try later')) }, 'temporary'],
    [
      'a refused sender, which the operator has to mend',
      { onMailFrom: answering(550, 'not your domain') },
      'temporary',
    ],
    ['a blocked address of ours', { onConnect: answering(554, 'blocked') }, 'temporary'],
  ])('of %s is told apart', async (_what, options, expected) => {
    const { url } = await mailServer(options);
    const failed = await failure(transport(url).deliver(message));
    expect(failed.failure).toBe(expected);
    expect(failed.message).toMatch(/^(4|5)\d\d /);
  });

  it('to sign in is temporary and does not tell the password', async () => {
    const { url } = await mailServer({ authOptional: false, allowInsecureAuth: true, onAuth: answering(535, 'wrong') });
    const failed = await failure(transport(url.replace('//', '//portal:hunter2@')).deliver(message));
    expect(failed.failure).toBe('temporary');
    expect(failed.message).not.toContain('hunter2');
  });

  it('to reach the server at all is temporary', async () => {
    const url = await strangeServer((socket) => socket.end());
    expect((await failure(transport(url).deliver(message))).failure).toBe('temporary');
    await closers.pop()?.();
    const failed = await failure(transport(url).deliver(message));
    expect(failed).toMatchObject({ failure: 'temporary', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('after the text was handed over but not acknowledged is temporary, and tried once more at most', async () => {
    let attempts = 0;
    const { url } = await mailServer({
      onData: (stream) => {
        attempts += 1;
        stream.resume();
      },
      closeTimeout: 100,
    });
    expect((await failure(transport(url, 300).deliver(message))).failure).toBe('temporary');
    expect(attempts).toBeLessThanOrEqual(2);
  });

  it('comes in time from a server that says nothing', async () => {
    const url = await strangeServer(() => {});
    const start = performance.now();
    expect((await failure(transport(url, 200).deliver(message))).failure).toBe('temporary');
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('comes in time from a server that chatters without end', async () => {
    const url = await strangeServer((socket) => {
      const chatter = setInterval(() => socket.write('220-wait\r\n'), 20);
      socket.on('close', () => clearInterval(chatter));
    });
    const start = performance.now();
    expect((await failure(transport(url, 200).deliver(message))).failure).toBe('temporary');
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('is what a password meets when a far server offers no encryption', async () => {
    const { url, received } = await mailServer({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'x' }),
    });
    const far = url.replace('127.0.0.1', `portal:secret@${farName}`);
    expect((await failure(transport(far).deliver(message))).failure).toBe('temporary');
    await transport(url.replace('//', '//portal:secret@')).deliver(message);
    expect(received).toHaveLength(1);
  });

  it('keeps its class through the error that reports it', () => {
    expect(classifyError(new DeliveryError('permanent', 'x', undefined))).toBe('permanent');
    expect(classifyError(new MessageError('x'))).toBe('permanent');
    expect(reasonOf(new DeliveryError('permanent', '550 no such person', undefined))).toBe('550 no such person');
    expect(classifyError(undefined)).toBe('temporary');
    expect(classifyError({ responseCode: 550, command: 'RCPT TO' })).toBe('permanent');
  });
});

// The same machine by a name that is not known to be it: IPv4 inside IPv6.
const farName = '[::ffff:127.0.0.1]';

function drained(answer: (...all: unknown[]) => void): NonNullable<SMTPServerOptions['onData']> {
  return (stream, _session, done) => {
    stream.resume().on('end', () => answer(done));
  };
}
