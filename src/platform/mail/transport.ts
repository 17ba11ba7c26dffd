import nodemailer from 'nodemailer';
import { classifyError, DeliveryError, reasonOf } from './failure.ts';
import { demandSafe, type Message } from './message.ts';

export interface Delivery {
  /** `kept`: there is no mail server, and the caller's copy is the only one. */
  state: 'sent' | 'kept';
  /** What the server answered. */
  response: string;
  messageId: string;
}

export interface Transport {
  /** Throws MessageError or DeliveryError; `classifyError` tells whether to try again. */
  deliver(message: Message): Promise<Delivery>;
  close(): void;
}

export interface TransportConfig {
  /** smtp://user:password@host:587 or smtps://…; undefined keeps mail instead of sending it. */
  smtpUrl: string | undefined;
  /** For every step of talking to the server; a whole delivery gets six times as long. */
  timeoutMs?: number;
}

export function createTransport({ smtpUrl, timeoutMs = 10_000 }: TransportConfig): Transport {
  return smtpUrl ? smtpTransport(new URL(smtpUrl), timeoutMs) : outbox;
}

const outbox: Transport = {
  async deliver(message) {
    demandSafe(message);
    return { state: 'kept', response: 'no mail server is set up', messageId: message.messageId };
  },
  close() {},
};

function smtpTransport(url: URL, timeoutMs: number): Transport {
  const pool = nodemailer.createTransport({
    pool: true,
    maxConnections: 3,
    // Once, for a pooled connection the server has closed meanwhile; further attempts are the caller's.
    maxRequeues: 1,
    ...server(url),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A mail is only what we wrote: nothing in it may make the library read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(message) {
      demandSafe(message);
      try {
        const { response } = await before(timeoutMs * 6, pool.sendMail(envelope(message)));
        return { state: 'sent', response, messageId: message.messageId };
      } catch (error) {
        throw new DeliveryError(classifyError(error), reasonOf(error), error);
      }
    },
    close: () => pool.close(),
  };
}

/** How a mail server is spoken to, wherever we do. */
export function server(url: URL) {
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decodeURIComponent(url.username);
  const local = /^(localhost|127\..*|::1)$/.test(host);
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password never crosses the network unencrypted, even if someone in between hides that the server could.
    requireTLS: !secure && user !== '' && !local,
    auth: user ? { user, pass: decodeURIComponent(url.password) } : undefined,
  };
}

function envelope(message: Message) {
  const { messageId, inReplyTo, references, from, replyTo, to, subject, html, text, listUnsubscribe } = message;
  return {
    messageId,
    inReplyTo,
    references,
    from,
    replyTo,
    to: { name: '', address: to },
    subject,
    html,
    text,
    envelope: { from: from.address, to: [to] },
    headers: {
      // Both tell absence replies and other machines not to answer.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(listUnsubscribe ? { 'List-Unsubscribe': `<${listUnsubscribe}>` } : {}),
    },
  };
}

// The library's timeouts are about silence; a server that keeps a connection busy could hold a job for ever.
async function before<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no end after ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
