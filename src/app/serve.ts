import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve as listen } from '@hono/node-server';
import { closeEnded } from '#platform/live/revocation.ts';
import type { Platform } from '#platform/platform.ts';
import type { Web } from './web.tsx';

const DRAIN_MS = 10_000;
const IDLE_MS = 50;
/** How long those who have knocked are let in for: until nobody came for so many turns, or a second and more. */
const TURN_MS = 5;
const QUIET_TURNS = 5;
const MOST_TURNS = 200;

export interface RunningServer {
  port: number;
  /** Takes no new requests, lets those in progress finish (ten seconds at most), ends the live streams. */
  close(): Promise<void>;
}

/** Listens; rejects with the system's error when the port is taken or may not be used. */
export async function serve(app: Web, platform: Platform, at: { host: string; port: number }): Promise<RunningServer> {
  const server = await started(app, at);
  // A large file on a slow line takes its time; a silent sender is cut off by the form's own idle limit.
  server.requestTimeout = 3_600_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
  server.on('clientError', refuse);
  const ended = closeEnded(platform);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    async close() {
      ended.stop();
      platform.hub.stop();
      await letIn(server);
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        // A browser keeps its connection after the answer that was waited for; nobody is to wait for that as well.
        const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
        server.close(() => {
          clearTimeout(force);
          clearInterval(idle);
          resolve();
        });
      });
    },
  };
}

/**
 * Those who wait in the system's queue, of which each turn of the loop takes one: closing would reset their connections. Counted in turns, as one
 * takes its time on a busy machine.
 */
async function letIn(server: Server): Promise<void> {
  let quiet = 0;
  const came = () => {
    quiet = 0;
  };
  server.on('connection', came);
  for (let turn = 0; turn < MOST_TURNS && quiet < QUIET_TURNS; turn += 1) {
    quiet += 1;
    await sleep(TURN_MS);
  }
  server.off('connection', came);
}

/**
 * What is not HTTP, or has more headers than fit. Too many cookies are most often not the browser's own idea (a sibling
 * host can set them for us) and would lock it out for good: it is told to forget them all.
 */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answering = (socket as Duplex & { _httpMessage?: ServerResponse })._httpMessage?.headersSent;
  if (error.code === 'ECONNRESET' || !socket.writable || answering) {
    socket.destroy();
    return;
  }
  const tooMuch = error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooMuch
    ? '431 Request Header Fields Too Large\r\nClear-Site-Data: "cookies"'
    : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function started(app: Web, at: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: app.fetch, hostname: at.host, port: at.port }, () => resolve(server)) as Server;
    // What is in memory is given before the request is made into anything.
    const [whole] = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request').on('request', (incoming, outgoing) => {
      if (!app.ahead?.(incoming, outgoing)) whole?.(incoming, outgoing);
    });
    server.once('error', reject);
  });
}
