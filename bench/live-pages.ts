import http from 'node:http';
import { ask, cookie, type Target } from './client.ts';
import type { FloorReady } from './pages.ts';

/** Pages that one person may have open: the server refuses the fifty-first of a session. */
const OF_ONE = 50;
/** Streams that are opened at once. */
const AT_ONCE = 8;

export interface OpenPages {
  count: number;
  /** When the customer's page hears next that it is stale. */
  heard(): Promise<number>;
  /** When each heartbeat since the last call of this came to its page. */
  heartbeats(): number[];
  /** How many the server has closed. */
  lost(): number;
  close(): void;
}

/** Opens pages of many customers, the last of them on the ticket that the agent answers. Resolves when all of them have heard hello. */
export async function openPages(target: Target, ready: FloorReady, count: number): Promise<OpenPages> {
  const streams: http.ClientRequest[] = [];
  let lost = 0;
  let closing = false;
  let beats: number[] = [];
  let hear = (_at: number) => {};
  const opened = async (topics: string, token: string, refreshed = () => {}) => {
    const said = (event: string) => {
      if (event === 'ping') beats.push(performance.now());
      if (event === 'refresh') refreshed();
      if (event === 'end' && !closing) lost++;
    };
    streams.push(await listen(target, topics, token, said));
  };
  if ((count - 1) / ready.others.length > OF_ONE)
    throw new Error(
      `more than ${ready.others.length * OF_ONE + 1} pages are more than ${ready.others.length} people may have open`,
    );
  const left: { topics: string; token: string }[] = [];
  for (let page = 0; page < count - 1; page++) {
    const token = ready.others[page % ready.others.length]!;
    const known = left[page - ready.others.length]?.topics;
    left.push({ token, topics: known ?? (await liveToken(target, '/', token)) });
  }
  const lane = async () => {
    for (let next = left.pop(); next; next = left.pop()) await opened(next.topics, next.token);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const thread = await liveToken(target, `/support/${ready.open[0]!}`, ready.customer);
  await opened(thread, ready.customer, () => hear(performance.now()));
  return {
    count: streams.length,
    heard: () =>
      new Promise((resolve) => {
        hear = resolve;
      }),
    heartbeats() {
      const since = beats;
      beats = [];
      return since;
    },
    lost: () => lost,
    close() {
      closing = true;
      for (const stream of streams) stream.destroy();
    },
  };
}

async function liveToken(target: Target, path: string, token: string): Promise<string> {
  const { body } = await ask(target, path, { token });
  const found = /name="portico-live" content="([^"]+)"/.exec(body.toString())?.[1];
  if (!found) throw new Error(`${path} does not listen`);
  return found;
}

/** Resolves when the stream has said hello. */
function listen(
  target: Target,
  topics: string,
  token: string,
  said: (event: string) => void,
): Promise<http.ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${target.host}:${target.port}`, cookie: cookie(token), accept: 'text/event-stream' };
    const path = `/live?t=${encodeURIComponent(topics)}`;
    const request = http.get({ host: '127.0.0.1', port: target.port, path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`/live answers ${response.statusCode}`));
      response.on('data', (chunk: Buffer) => {
        if (chunk.includes('event: hello')) resolve(request);
        if (chunk.includes('event: refresh')) said('refresh');
        if (chunk.includes('event: ping')) said('ping');
      });
      response.once('close', () => said('end'));
      response.on('error', () => {});
    });
    request.on('error', reject);
  });
}
