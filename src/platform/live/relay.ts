import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Hub, Relay } from './hub.ts';

const CHANNEL = 'portico_live';
const COALESCE_MS = 50;
const POLL_MS = 15_000;
const MAX_PAYLOAD = 7_500;
const RETRY_MS = 1_000;

/**
 * Carries publications between processes over PostgreSQL. One NOTIFY for everything of the last 50 ms: a NOTIFY in each
 * transaction would serialise the commits. A slow poll of the event log by sequence number catches what a lost
 * connection missed, and after a reconnect every page fetches itself once.
 */
export function createRelay(url: string, log: Log): { relay: Relay; connect(hub: Hub): void; stop(): Promise<void> } {
  const self = randomUUID().slice(0, 8);
  const waiting = new Map<string, Set<string>>();
  const unsent: string[] = [];
  let client: pg.Client | undefined;
  /** When a topic was last told, so that the poll says nothing twice. */
  const told = new Map<string, number>();
  /** Up to where the log is known; undefined until the first connection stands. */
  let head: number | undefined;
  let stopped = false;
  let flushing: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;

  const flush = async () => {
    flushing = undefined;
    // Without a connection they wait for the next one: no other process has lost anything, so none of them would ask by itself.
    const on = client;
    if (!on) return;
    const messages = [...unsent.splice(0), ...pack(self, waiting)];
    waiting.clear();
    for (const message of messages) {
      await on.query('select pg_notify($1, $2)', [CHANNEL, message]).catch((error: Error) => {
        log.debug({ err: error }, 'live notice not sent');
        unsent.push(message);
      });
    }
  };

  const open = async (hub: Hub, again: boolean): Promise<void> => {
    // What is said and the poll do not wait for one another; the driver wants to hear of that.
    const manner = { application_name: 'portico live', keepAlive: true, pipeline: true };
    const fresh = new pg.Client({ connectionString: url, ...manner });
    let gone = false;
    // Said more than once of one connection, by an error and by its end: one takes its place.
    const lost = () => {
      if (gone) return;
      gone = true;
      if (client === fresh) client = undefined;
      fresh.removeAllListeners('notification');
      if (!stopped) setTimeout(() => void open(hub, true), RETRY_MS).unref();
    };
    fresh.on('error', lost);
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      head ??= Number((await fresh.query<{ live_head: string }>('select app.live_head()')).rows[0]!.live_head);
    } catch {
      lost();
      await fresh.end().catch(() => undefined);
      return;
    }
    client = fresh;
    fresh.on('notification', (notice) => {
      for (const [workspaceId, topics] of hear(self, notice.payload ?? '')) {
        remember(workspaceId, topics);
        hub.deliver(workspaceId, topics);
      }
    });
    fresh.on('end', lost);
    if (again) hub.deliverAll();
    if (again) await flush();
  };

  const poll = async (hub: Hub) => {
    if (head === undefined) return;
    const rows = await client
      ?.query<{ seq: number; workspace_id: string; topics: string[] }>('select * from app.live_since($1)', [head])
      .then((result) => result.rows)
      .catch(() => []);
    const since = Date.now() - 2 * POLL_MS;
    for (const row of rows ?? []) {
      head = Math.max(head, Number(row.seq));
      const missed = row.topics.filter((topic) => (told.get(`${row.workspace_id} ${topic}`) ?? 0) < since);
      if (missed.length > 0) hub.deliver(row.workspace_id, missed);
    }
    for (const [key, at] of told) if (at < since) told.delete(key);
  };
  const remember = (workspaceId: string, topics: readonly string[]) => {
    for (const topic of topics) told.set(`${workspaceId} ${topic}`, Date.now());
  };

  return {
    relay(workspaceId, topics) {
      remember(workspaceId, topics);
      const set = waiting.get(workspaceId) ?? new Set();
      for (const topic of topics) set.add(topic);
      waiting.set(workspaceId, set);
      flushing ??= setTimeout(flush, COALESCE_MS);
    },
    connect(hub) {
      void open(hub, false);
      polling = setInterval(() => void poll(hub), POLL_MS);
      polling.unref();
    },
    async stop() {
      stopped = true;
      clearInterval(polling);
      if (flushing) {
        clearTimeout(flushing);
        await flush();
      }
      await client?.end().catch(() => undefined);
    },
  };
}

/** As few messages as fit: NOTIFY takes 8,000 bytes. */
export function pack(sender: string, waiting: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const messages: string[] = [];
  let entries: [string, string[]][] = [];
  let size = 0;
  const close = () => {
    if (entries.length > 0) messages.push(JSON.stringify({ from: sender, changed: entries }));
    entries = [];
    size = 0;
  };
  for (const [workspaceId, topics] of waiting) {
    for (const topic of topics) {
      const cost = workspaceId.length + topic.length + 12;
      if (size + cost > MAX_PAYLOAD) close();
      const last = entries.at(-1);
      if (last?.[0] === workspaceId) last[1].push(topic);
      else entries.push([workspaceId, [topic]]);
      size += cost;
    }
  }
  close();
  return messages;
}

/** What another process published; nothing when it was this one. */
function hear(self: string, payload: string): [string, string[]][] {
  const { from, changed } = JSON.parse(payload) as { from: string; changed: [string, string[]][] };
  return from === self ? [] : changed;
}
