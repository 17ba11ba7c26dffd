import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { type RunningServer, serve } from '#app/serve.ts';
import type { TestPortal } from '../portal.ts';

export interface Wired {
  status: number;
  head: string;
  body: string;
}

/** The portal on a real port, spoken to byte by byte: for what no client library would send. */
export interface Wire {
  port: number;
  /** Sends these bytes and reads until the answer ends, the other side hangs up, or two seconds of silence. */
  say(bytes: string | Uint8Array): Promise<Wired>;
  /** A connection of one's own. */
  open(): Promise<Socket>;
}

/** For a test file: its portal on a port, until the end of its tests. */
export function useWire(portal: () => TestPortal): () => Wire {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve(portal().app, portal().platform, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server?.close());
  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });
  const say = async (bytes: string | Uint8Array) => {
    const socket = await open();
    socket.on('error', () => undefined);
    const answer = heard(socket);
    socket.write(bytes);
    return answer;
  };
  return () => ({ port: server.port, say, open });
}

/** The first answer on a connection, which is closed after it. */
export function heard(socket: Socket, silenceMs = 2_000): Promise<Wired> {
  return new Promise((resolve) => {
    let text = '';
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') });
    };
    const timer = setTimeout(done, silenceMs);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      timer.refresh();
      if (isWhole(text)) done();
    });
    socket.once('close', done);
  });
}

/** By its length or its last chunk, as far as these tests need it. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end);
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /^transfer-encoding: chunked$/im.test(head) ? text.endsWith('0\r\n\r\n') : false;
}

/** A request as text; a header named twice is sent twice. */
export function plain(line: string, headers: [string, string][], body = ''): string {
  const all = body ? [...headers, ['content-length', String(Buffer.byteLength(body))]] : headers;
  return `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
