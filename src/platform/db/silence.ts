import type { Duplex } from 'node:stream';
import type { PoolClient } from 'pg';

/** What a connection is asked and has not answered. */
export interface Waiting {
  open: number;
  /** How many looks at it in a row have found no answer since the one before. */
  looks: number;
  /** What is asked may take as long as it needs. */
  unhurried: boolean;
}

/** Looks, and not a time: who was busy for as long itself, or slept, finds the answers before the next one. */
const LOOKS = 5;

/** The socket of a connection, as `pg` keeps it. */
export const socketOf = (client: PoolClient): Duplex =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream;

/**
 * A PostgreSQL that hangs neither answers nor ends what takes too long. A connection that has said nothing for longer than a statement
 * may take is given up like one that is lost: whoever waits for it is told so, and the next one finds another.
 */
export function givingUpSilent(within: number) {
  const watched = new Map<PoolClient, Waiting>();
  const look = () => {
    for (const [client, waiting] of watched) {
      if (waiting.open === 0 || waiting.unhurried) continue;
      waiting.looks += 1;
      if (waiting.looks > LOOKS)
        socketOf(client).destroy(Object.assign(new Error('PostgreSQL does not answer'), { code: 'ETIMEDOUT' }));
    }
  };
  const timer = setInterval(look, within / LOOKS).unref();
  return {
    watch: (client: PoolClient, waiting: Waiting) => void watched.set(client, waiting),
    forget: (client: PoolClient) => void watched.delete(client),
    stop: () => clearInterval(timer),
  };
}
