import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';

/** A pooled connection. Only scope.ts opens one; a single question has `question`. */
export interface Connection {
  client: pg.PoolClient;
  ask: Ask;
  /**
   * Gives the connection back in a transaction that has only read. It ends with the next thing that is asked on it, in the
   * same piece of bytes, or in a moment: on a busy server a page wakes PostgreSQL twice instead of three times.
   */
  leaveReading(): void;
}

/** One statement. What is asked in one turn of the event loop goes out as one piece, and is answered in order. */
export type Ask = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

export interface Pool {
  connect(): Promise<Connection>;
  /**
   * The rows of one statement outside every scope. Tables answer it with an error; it is for the few functions that speak
   * before a workspace is known, or of all of them.
   */
  question<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
  stats(): { total: number; idle: number; waiting: number };
}

const MAX_PREPARED = 400;

/** bigint columns hold counts, sizes and sequence numbers: all far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * The pool of the running role. `prepare` keeps statements prepared on each connection, which saves their planning; a
 * pooler in transaction mode that does not follow prepared statements needs it off.
 */
export function createPool(url: string, options: { max: number; prepare: boolean; onError(error: Error): void }): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: 'portico',
    // Queries that do not need each other's answers travel together, which halves what a page costs.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on('error', options.onError);
  // From its first moment on: a connection may be lost in the very piece of bytes that opened it.
  pool.on('connect', (client) => client.on('error', options.onError));
  const bound = new WeakMap<pg.PoolClient, Connection & Lingering>();
  const connect = async () => {
    const client = await pool.connect();
    let connection = bound.get(client);
    if (!connection) {
      const ask = asking(client, options.prepare);
      connection = { client, ask, ...lingering(client, ask) };
      bound.set(client, connection);
    }
    // Whoever comes next finds no transaction open, whatever they ask first.
    connection.endReading();
    return connection;
  };
  return {
    connect,
    async question<Row extends object>(text: string, values: unknown[] = []) {
      const { client, ask } = await connect();
      const { rows } = await ask(text, values).finally(() => client.release());
      return rows as Row[];
    },
    end: () => pool.end(),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  };
}

/** How long a transaction that has read waits for the next one. It holds no snapshot meanwhile, and no lock a writer waits for. */
const LINGER_MS = 5;

interface Lingering {
  leaveReading(): void;
  endReading(): void;
}

function lingering(client: pg.PoolClient, ask: Ask): Lingering {
  let timer: NodeJS.Timeout | undefined;
  const endReading = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    // A connection that is lost says so itself, and to whoever asks next.
    ask('commit').catch(() => undefined);
  };
  const leaveReading = () => {
    timer = setTimeout(endReading, LINGER_MS);
    client.release();
  };
  return { leaveReading, endReading };
}

function asking(client: pg.PoolClient, prepare: boolean): Ask {
  const names = new Map<string, string>();
  const named = (text: string): string | undefined => {
    const known = names.get(text);
    if (known || names.size >= MAX_PREPARED) return known;
    const name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
  const together = gathering(client);
  return (text, values) => {
    together();
    if (!values) return client.query(text);
    return client.query(prepare ? { text, values, name: named(text) as string } : { text, values });
  };
}

/** Each write to PostgreSQL's socket wakes it, which costs more than many a query. */
function gathering(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  let open = false;
  return () => {
    if (open) return;
    open = true;
    stream.cork();
    process.nextTick(() => {
      open = false;
      stream.uncork();
    });
  };
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Whether an error says that PostgreSQL cannot be reached just now, and not that a query was wrong. */
export function databaseIsAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && (AWAY.has(code) || code.startsWith('08'))) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message ?? '',
  );
}
