import type { Hub } from '#platform/live/hub.ts';
import { HELP_TOPIC } from './events.ts';

/** Kept no longer: what goes by the clock (a text that ends, a date in words) shows in time, whatever was heard. */
const LONGEST_MS = 60_000;

interface Remembered<T> {
  value: T;
  workspaceId: string;
  until: number;
  size: number;
}

/** What there is to say of something that is to be remembered. */
export interface About {
  workspaceId: string;
  /** From then on it says something else. */
  until?: Date | null | undefined;
  /** Its part of the room there is. */
  size?: number;
}

/** What readers of the help center are given, made once and remembered until somebody changes it or a minute has passed. */
export interface Memory<T> {
  get(key: string): T | undefined;
  /** Said before something is made: by what it gives that is remembered, unless anything was dropped meanwhile. */
  begin(): (key: string, value: T, about: About) => void;
}

/** Drops what was made of a workspace when somebody changes what readers see there (HELP_TOPIC), or the workspace itself; the oldest when `room` is used up. */
export function createMemory<T>(hub: Hub, room: number): Memory<T> {
  const known = new Map<string, Remembered<T>>();
  /** How often something was dropped: what was being made meanwhile may be of before. */
  let drops = 0;
  let used = 0;
  const forget = (key: string, { size }: Remembered<T>) => {
    known.delete(key);
    used -= size;
  };
  const drop = (workspaceId: string | null) => {
    drops++;
    for (const [key, one] of known) {
      if (workspaceId === null || one.workspaceId === workspaceId) forget(key, one);
    }
  };
  hub.onTopic(HELP_TOPIC, drop);
  hub.onWorkspace(drop);
  const keep = (key: string, fresh: Remembered<T>) => {
    const old = known.get(key);
    if (old) forget(key, old);
    for (const [oldest, one] of known) {
      if (used + fresh.size <= room) break;
      forget(oldest, one);
    }
    known.set(key, fresh);
    used += fresh.size;
  };
  return {
    get(key) {
      const one = known.get(key);
      if (!one) return undefined;
      if (one.until > Date.now()) return one.value;
      forget(key, one);
      return undefined;
    },
    begin() {
      const seen = drops;
      return (key, value, { workspaceId, until, size = 1 }) => {
        const ends = Math.min(Date.now() + LONGEST_MS, until?.getTime() ?? Number.POSITIVE_INFINITY);
        if (drops === seen && ends > Date.now()) keep(key, { value, workspaceId, until: ends, size });
      };
    },
  };
}

/** A memory for each hub that is asked with, made when it first is: of a process there is one, of its tests many. */
export function memoryByHub<T>(room: number): (hub: Hub) => Memory<T> {
  const memories = new WeakMap<Hub, Memory<T>>();
  return (hub) => {
    const memory = memories.get(hub) ?? createMemory<T>(hub, room);
    memories.set(hub, memory);
    return memory;
  };
}
