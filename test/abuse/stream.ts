import { request } from 'node:http';
import type { Actor, World } from '../world.ts';

export interface Stream {
  status: number;
  /** Everything that came so far, as it came. */
  text(): string;
  /** Names of the events so far. */
  events(): string[];
  closed: Promise<number>;
  leave(): void;
}

/** Listens the way a browser's EventSource does, at a real port. */
export function listenAt(port: number, actor: Actor, token: string, at: World): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${at.host}:3000`, cookie: `portico_session=${actor.token}`, accept: 'text/event-stream' };
    const started = Date.now();
    const sent = request({ port, path: `/live?t=${encodeURIComponent(token)}`, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      const closed = new Promise<number>((done) => response.once('close', () => done(Date.now() - started)));
      const events = () => [...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1]!);
      resolve({ status: response.statusCode!, text: () => text, events, closed, leave: () => response.destroy() });
    });
    sent.on('error', reject).end();
  });
}
