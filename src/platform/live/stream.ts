import type { Handler } from 'hono';
import { sha256Hex } from '../crypto.ts';
import { inScope } from '../db/scope.ts';
import type { Env } from '../http/env.ts';
import type { Hub } from './hub.ts';
import { readLiveToken } from './topics.ts';
import { audible } from './walls.ts';

const encoder = new TextEncoder();
const PING = encoder.encode('event: ping\ndata: {}\n\n');
const PING_MS = 20_000;
const AT_ONCE = 200;
const MOST_PAGES = 50;

const refresh = (topics: string[], by?: string): Uint8Array =>
  encoder.encode(`event: refresh\ndata: ${JSON.stringify({ topics, by })}\n\n`);

/** One timer for all streams of a hub: thousands of idle pages cost one loop every twenty seconds. */
const pingers = new WeakMap<Hub, Set<() => void>>();

function pingTogether(hub: Hub, ping: () => void): () => void {
  let set = pingers.get(hub);
  if (!set) {
    const all = new Set<() => void>();
    set = all;
    pingers.set(hub, all);
    setInterval(async () => {
      let sent = 0;
      // To five thousand pages it takes a quarter of a second: whoever asks for a page meanwhile is not to wait for all of it.
      for (const each of [...all]) {
        if (all.has(each)) each();
        if (++sent % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }, PING_MS).unref();
  }
  set.add(ping);
  return () => set.delete(ping);
}

/**
 * Server-sent events: "these topics changed", never what changed. The token says which topics, the session cookie who;
 * both must name the same session, the session must be alive, and its person must still see what the topics are about.
 */
export const liveStream: Handler<Env> = async (c) => {
  const { platform, workspace } = c.var;
  const grant = readLiveToken(platform, workspace.id, c.req.query('t') ?? '');
  if (!grant || !c.var.sessionToken) return c.body(null, 204);
  const scope = { workspaceId: workspace.id, tokenHash: sha256Hex(c.var.sessionToken), readOnly: true };
  const asked = Date.now();
  const heard = await inScope(platform.pool, scope, async (db, who) => {
    const topics = who.session_id === grant.session ? await audible(db, workspace.id, grant.topics) : null;
    return { value: topics, commit: true };
  });
  // Nobody has so many pages open; whoever asks for more is no browser. 204 tells it not to come back.
  const lost = heard === null || heard.length < grant.topics.length;
  if (lost || platform.hub.ofSession(grant.session) >= MOST_PAGES) return c.body(null, 204);
  const narrowed = () => platform.hub.narrowedSince(workspace.id, grant.topics, asked);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-store');
  c.header('x-accel-buffering', 'no');
  const since = Number(c.req.query('since')) || Date.now();
  return c.body(openStream(platform.hub, platform.build, workspace.id, grant, since, narrowed));
};

type Grant = { session: string; topics: string[] };

function openStream(
  hub: Hub,
  build: string,
  workspaceId: string,
  grant: Grant,
  since: number,
  narrowed: () => boolean,
) {
  let leave = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (bytes: Uint8Array) => {
          // A browser that does not read is let go: it will come back and fetch its page.
          if ((controller.desiredSize ?? 0) < -65_536) close('slow');
          else controller.enqueue(bytes);
        };
        const close = (reason: string) => {
          leave();
          try {
            controller.enqueue(encoder.encode(`event: bye\ndata: {"reason":"${reason}"}\n\n`));
            controller.close();
          } catch {
            // The browser has gone already.
          }
        };
        const forget = hub.add({
          workspaceId,
          sessionId: grant.session,
          topics: grant.topics,
          changed: (topics, by) => send(refresh(topics, by)),
          close,
        });
        const silence = pingTogether(hub, () => send(PING));
        leave = () => {
          forget();
          silence();
          leave = () => {};
        };
        send(encoder.encode(`event: hello\ndata: ${JSON.stringify({ build })}\n\n`));
        // Whoever was shut out while we asked what they may hear has not been closed: they were not there yet.
        if (narrowed()) return close('wall');
        // What changed after the page was made and before this stream was open would be missed.
        const missed = hub.changedSince(workspaceId, grant.topics, since);
        if (missed.length > 0) send(refresh(missed));
      },
      cancel() {
        leave();
      },
    },
    { highWaterMark: 65_536, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
