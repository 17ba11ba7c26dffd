import { type Dispatcher, request } from 'undici';
import type { Config } from '../config.ts';
import { Refused, target } from './address.ts';
import { connections, type Resolve } from './connection.ts';

export interface Call {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** All of it, from the name's resolution to the last byte. */
  timeoutMs?: number;
  mostBytes?: number;
  /** How many redirects are followed; each is looked at as the first address was. None unless asked for. */
  redirects?: number;
  signal?: AbortSignal;
  /** For tests: a name server of the attacker's. */
  resolve?: Resolve;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer;
  /** Where it came from in the end. */
  url: string;
}

/**
 * Why there was no answer. Pages say the same for all of them, so that nobody learns from Portico what is in its network:
 * `why` and the message are for the log.
 */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly why: 'refused' | 'unreachable' | 'slow' | 'large';

  constructor(why: NoAnswer['why'], message: string, cause?: unknown) {
    super(message, { cause });
    this.why = why;
  }
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1_048_576;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What must not follow a redirect to another origin. */
const PERSONAL = /^(authorization|cookie|proxy-authorization|webhook-signature)$/i;

/**
 * The only way out of Portico to an address that somebody typed: a webhook, an identity provider, a picture to import. It goes
 * to public addresses over https and to what the operator names in EGRESS_ALLOW. Throws NoAnswer.
 */
export async function safeFetch(
  { egress }: Pick<Config, 'egress'>,
  address: string | URL,
  call: Call = {},
): Promise<Answer> {
  const timeout = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
  const signal = call.signal ? AbortSignal.any([timeout, call.signal]) : timeout;
  const agent = connections(egress, call.resolve);
  try {
    let [next, sent]: [string | URL, Call] = [address, call];
    for (let left = call.redirects ?? 0; ; left--) {
      const url = target(next, egress);
      const answer = await once(agent, url, sent, signal);
      const to = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      if (to === null || call.redirects === undefined || call.redirects === 0) return answer;
      if (left <= 0) throw new Refused('it redirects too often');
      if (!URL.canParse(to, url)) throw new Refused('it redirects to no address');
      next = new URL(to, url);
      sent = redirected(sent, answer.status, next.origin === url.origin);
    }
  } catch (error) {
    throw told(error, timeout);
  } finally {
    await agent.destroy();
  }
}

async function once(agent: Dispatcher, url: URL, call: Call, signal: AbortSignal): Promise<Answer> {
  const answer = await request(url, {
    dispatcher: agent,
    method: call.method ?? 'GET',
    // Unpacking would let a small answer become a large one.
    headers: { 'user-agent': 'Portico', 'accept-encoding': 'identity', ...call.headers },
    body: call.body ?? null,
    signal,
  });
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    if (bytes > (call.mostBytes ?? MOST_BYTES)) throw new NoAnswer('large', 'the answer is too large');
    pieces.push(piece);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return { status: answer.statusCode, headers, body: Buffer.concat(pieces), url: url.href };
}

function redirected(call: Call, status: number, sameOrigin: boolean): Call {
  const { body, ...rest } = call;
  const headers = Object.entries(call.headers ?? {}).filter(([name]) => sameOrigin || !PERSONAL.test(name));
  const again = { ...rest, headers: Object.fromEntries(headers) };
  if (status === 307 || status === 308) return body === undefined ? again : { ...again, body };
  return { ...again, method: call.method === 'HEAD' ? 'HEAD' : 'GET' };
}

function told(error: unknown, timeout: AbortSignal): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Refused) return new NoAnswer('refused', message, error);
  if (timeout.aborted) return new NoAnswer('slow', 'there was no answer in time', error);
  return new NoAnswer('unreachable', message, error);
}

/** safeFetch in the shape of fetch, for libraries that take one. They get redirects to look at and follow none. */
export function fetchThrough(config: Pick<Config, 'egress'>, limits: Omit<Call, 'method' | 'headers' | 'body'> = {}) {
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const asked = new Request(input, init);
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined;
    const {
      status,
      headers,
      body: content,
    } = await safeFetch(config, asked.url, {
      ...limits,
      method: asked.method as 'GET',
      headers: Object.fromEntries(asked.headers),
      ...(body ? { body } : {}),
      signal: asked.signal,
    });
    const empty = status === 204 || status === 304 || asked.method === 'HEAD';
    return new Response(empty ? null : new Uint8Array(content), { status, headers });
  };
}
