/** Something that wants to hear of topics: one open page. */
export interface Listener {
  workspaceId: string;
  sessionId: string;
  topics: readonly string[];
  /** Called with the topics that changed, after the commit; `by` names the browser's request that changed them. */
  changed(topics: string[], by?: string): void;
  /** The session has ended, what it listens to has to be asked for anew, or the server stops. */
  close(reason: 'session' | 'wall' | 'stopping'): void;
}

export interface Hub {
  add(listener: Listener): () => void;
  /** Tells this process at once and the others within 50 ms. Call only after a commit. */
  publish(workspaceId: string, topics: Iterable<string>, by?: string): void;
  /** Tells only the pages of this process; what the relay calls when another process published. */
  deliver(workspaceId: string, topics: readonly string[], by?: string): void;
  /** Of these topics, those that changed after a moment (milliseconds): a page may be older than its stream. */
  changedSince(workspaceId: string, topics: readonly string[], since: number): string[];
  /** Whether anybody was shut out of one of these topics after a moment: a stream that is opened then may hear too much. */
  narrowedSince(workspaceId: string, topics: readonly string[], since: number): boolean;
  /** Every page fetches itself anew, and nothing remembered is believed: something may have been missed. */
  deliverAll(): void;
  /** For what a process remembers of a workspace: called when its own row has changed, here or in another process; null is any of them. */
  onWorkspace(changed: Remembering): void;
  /** The same of one topic, for what a process keeps that is made of what the topic speaks of. */
  onTopic(topic: string, changed: Remembering): void;
  listeners(): ReadonlySet<Listener>;
  /** How many pages of one session listen in this process. */
  ofSession(sessionId: string): number;
  size(): number;
  stop(): void;
}

export type Remembering = (workspaceId: string | null) => void;

/** Said of a session that has ended: its streams are closed by it, in every process. */
export const sessionTopic = (sessionId: string): string => `session:${sessionId}`;

/** Said when somebody may see fewer of these things from now on: open streams of them are asked anew who may hear. */
export const wallTopic = (subject: string): string => `wall:${subject}:`;
export const isWallTopic = (topic: string): boolean => topic.startsWith('wall:');

/** Said of tickets that fewer people may see than before. */
export const ticketsNarrowed = wallTopic('ticket');
/** Said when somebody may see less of what happens in a support room, or nothing: its lists are asked anew as well. */
export const supportNarrowed = [ticketsNarrowed, wallTopic('tickets')];
/** Said when somebody of the team may not reach a customer any more, or (without one) some of them. */
export const customerNarrowed = (accountId = ''): string => wallTopic('account') + accountId;

/** Said of a workspace whose name, settings or look has changed. */
export const workspaceTopic = (workspaceId: string): string => `workspace:${workspaceId}`;

/** Where publications go besides this process. */
export type Relay = (workspaceId: string, topics: readonly string[]) => void;

/** How long the hub remembers when a topic last changed: longer than a page takes to open its stream. */
const REMEMBER_MS = 60_000;

/** The live channel of one process. It carries topics, never content: a page that hears one fetches itself. */
export function createHub(relay: Relay = () => undefined): Hub {
  const all = new Set<Listener>();
  const byTopic = new Map<string, Set<Listener>>();
  const sessions = new Map<string, number>();
  const remembering: Remembering[] = [];
  const keeping: { topic: string; changed: Remembering }[] = [];
  const key = (workspaceId: string, topic: string) => `${workspaceId} ${topic}`;

  const lastChange = new Map<string, number>();
  const lastWall = new Map<string, number>();
  const remember = (when: Map<string, number>, name: string) => {
    // Deleted first, so that the map stays in the order of time and its oldest entries are at its head.
    when.delete(name);
    when.set(name, Date.now());
    for (const [oldest, at] of when) {
      if (at > Date.now() - REMEMBER_MS) break;
      when.delete(oldest);
    }
  };

  const deliver = (workspaceId: string, topics: readonly string[], by?: string) => {
    if (topics.includes(workspaceTopic(workspaceId))) for (const changed of remembering) changed(workspaceId);
    for (const { topic, changed } of keeping) if (topics.includes(topic)) changed(workspaceId);
    const heard = new Map<Listener, string[]>();
    for (const topic of topics) {
      remember(isWallTopic(topic) ? lastWall : lastChange, key(workspaceId, topic));
      for (const listener of byTopic.get(key(workspaceId, topic)) ?? []) {
        const list = heard.get(listener);
        if (list) list.push(topic);
        else heard.set(listener, [topic]);
      }
    }
    for (const [listener, list] of heard) listener.changed(list, by);
    const ended = topics.filter((topic) => topic.startsWith('session:'));
    const walls = topics.filter(isWallTopic).map((topic) => topic.slice('wall:'.length));
    if (ended.length + walls.length === 0) return;
    for (const listener of [...all]) {
      if (listener.workspaceId !== workspaceId) continue;
      if (ended.includes(sessionTopic(listener.sessionId))) listener.close('session');
      else if (listener.topics.some((topic) => walls.some((wall) => topic.startsWith(wall)))) listener.close('wall');
    }
  };

  return {
    add(listener) {
      all.add(listener);
      sessions.set(listener.sessionId, (sessions.get(listener.sessionId) ?? 0) + 1);
      const keys = listener.topics.map((topic) => key(listener.workspaceId, topic));
      for (const each of keys) byTopic.set(each, (byTopic.get(each) ?? new Set()).add(listener));
      return () => {
        if (!all.delete(listener)) return;
        const left = (sessions.get(listener.sessionId) ?? 1) - 1;
        if (left > 0) sessions.set(listener.sessionId, left);
        else sessions.delete(listener.sessionId);
        for (const each of keys) {
          const set = byTopic.get(each);
          set?.delete(listener);
          if (set?.size === 0) byTopic.delete(each);
        }
      };
    },
    publish(workspaceId, topics, by) {
      const list = [...new Set(topics)];
      if (list.length === 0) return;
      deliver(workspaceId, list, by);
      relay(workspaceId, list);
    },
    deliver,
    changedSince: (workspaceId, topics, since) =>
      topics.filter((topic) => (lastChange.get(key(workspaceId, topic)) ?? 0) >= since),
    narrowedSince: (workspaceId, topics, since) =>
      [...lastWall].some(
        ([wall, at]) => at >= since && topics.some((topic) => key(workspaceId, `wall:${topic}`).startsWith(wall)),
      ),
    deliverAll() {
      for (const changed of remembering) changed(null);
      for (const { changed } of keeping) changed(null);
      for (const listener of all) listener.changed([...listener.topics]);
    },
    onWorkspace: (changed) => void remembering.push(changed),
    onTopic: (topic, changed) => void keeping.push({ topic, changed }),
    listeners: () => all,
    ofSession: (sessionId) => sessions.get(sessionId) ?? 0,
    size: () => all.size,
    stop() {
      for (const listener of [...all]) listener.close('stopping');
    },
  };
}
