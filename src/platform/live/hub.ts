/** Something that wants to hear of topics: one open page. */
export interface Listener {
  workspaceId: string;
  sessionId: string;
  topics: readonly string[];
  /** Called with the topics that changed, after the change is committed. */
  changed(topics: string[]): void;
  /** The session has ended or the server stops. */
  close(reason: 'session' | 'stopping'): void;
}

export interface Hub {
  add(listener: Listener): () => void;
  /** Tells this process at once and the others within 50 ms. Call only after a commit. */
  publish(workspaceId: string, topics: Iterable<string>): void;
  /** Tells only the pages of this process; what the relay calls when another process published. */
  deliver(workspaceId: string, topics: readonly string[]): void;
  /** Every page fetches itself anew: something may have been missed. */
  deliverAll(): void;
  listeners(): ReadonlySet<Listener>;
  size(): number;
  stop(): void;
}

/** Where publications go besides this process. */
export type Relay = (workspaceId: string, topics: readonly string[]) => void;

/** The live channel of one process. It carries topics, never content: a page that hears one fetches itself. */
export function createHub(relay: Relay = () => undefined): Hub {
  const all = new Set<Listener>();
  const byTopic = new Map<string, Set<Listener>>();
  const key = (workspaceId: string, topic: string) => `${workspaceId} ${topic}`;

  const deliver = (workspaceId: string, topics: readonly string[]) => {
    const heard = new Map<Listener, string[]>();
    for (const topic of topics) {
      for (const listener of byTopic.get(key(workspaceId, topic)) ?? []) {
        const list = heard.get(listener);
        if (list) list.push(topic);
        else heard.set(listener, [topic]);
      }
    }
    for (const [listener, list] of heard) listener.changed(list);
  };

  return {
    add(listener) {
      all.add(listener);
      const keys = listener.topics.map((topic) => key(listener.workspaceId, topic));
      for (const each of keys) byTopic.set(each, (byTopic.get(each) ?? new Set()).add(listener));
      return () => {
        all.delete(listener);
        for (const each of keys) {
          const set = byTopic.get(each);
          set?.delete(listener);
          if (set?.size === 0) byTopic.delete(each);
        }
      };
    },
    publish(workspaceId, topics) {
      const list = [...new Set(topics)];
      if (list.length === 0) return;
      deliver(workspaceId, list);
      relay(workspaceId, list);
    },
    deliver,
    deliverAll() {
      for (const listener of all) listener.changed([...listener.topics]);
    },
    listeners: () => all,
    size: () => all.size,
    stop() {
      for (const listener of [...all]) listener.close('stopping');
    },
  };
}
