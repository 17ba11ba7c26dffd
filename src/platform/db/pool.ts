import pg from 'pg';
import { type Answer, batching } from './batch.ts';
import { fairShare } from './fair-share.ts';
import { givingUpSilent, type Waiting } from './silence.ts';

/** A pooled connection. Only scope.ts opens one; a single question has `question`. */
export interface Connection {
  client: pg.PoolClient;
  ask: Ask;
  /**
   * Gives the connection back in a transaction that has only read. It ends with the next thing that is asked on it, in the
   * same piece of bytes, or in a moment: on a busy server a page wakes PostgreSQL twice instead of three times.
   */
  leaveReading(): void;
  /** Until it is given back it may be as slow as it has to be: nobody waits for it. */
  unhurried(): void;
  /** Gives the connection back; a broken one is thrown away. */
  release(broken?: Error | boolean): void;
}

/**
 * One statement. What is asked in one turn of the event loop goes out as one piece, and is answered in order. What begins and ends
 * a transaction is asked without values, and what is asked at once with values is of one transaction.
 */
export type Ask = (text: string, values?: unknown[]) => Promise<Answer>;

export interface Pool {
  /**
   * In whose name, so that one workspace does not keep the others waiting; absent: that of the whole house. What only `reads` may wait for a
   * processor as well.
   */
  connect(workspaceId?: string, reads?: boolean): Promise<Connection>;
  /**
   * The rows of one statement outside every scope. Tables answer it with an error; it is for the few functions that speak
   * before a workspace is known, or of all of them, or that count what was tried. In whose name as with `connect`.
   */
  question<Row extends object>(text: string, values?: unknown[], workspaceId?: string): Promise<Row[]>;
  end(): Promise<void>;
  stats(): { total: number; idle: number; waiting: number };
}

/** How long somebody waits for a connection before they hear that there is none. */
const PATIENCE_MS = 5_000;
/** How long a statement may take. */
const STATEMENT_MS = 15_000;
/** How long PostgreSQL may say nothing, which by then ought to have ended what takes too long. */
const SILENCE_MS = 20_000;

/** bigint columns hold counts, sizes and sequence numbers: all far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** For every connection of this process: the driver reads no other dates, and a server may be set to write them as Germans do. */
pg.defaults.options = '-c datestyle=ISO';

/**
 * The pool of the running role. `prepare` keeps statements prepared on each connection, which saves their planning; a
 * pooler in transaction mode that does not follow prepared statements needs it off. `atOnce`: how many transactions read
 * together as long as they are quick (fair-share.ts).
 */
export function createPool(
  url: string,
  options: {
    max: number;
    atOnce?: number | undefined;
    prepare: boolean;
    onError(error: Error): void;
    silence?: number;
  },
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: 'portico',
    // Queries that do not need each other's answers travel together, which halves what a page costs.
    pipeline: true,
    connectionTimeoutMillis: PATIENCE_MS,
    idleTimeoutMillis: 30_000,
    statement_timeout: STATEMENT_MS,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on('error', options.onError);
  // From its first moment on: a connection may be lost in the very piece of bytes that opened it.
  pool.on('connect', (client) => client.on('error', options.onError));
  const silent = givingUpSilent(options.silence ?? SILENCE_MS);
  pool.on('remove', silent.forget);
  const share = fairShare(options.max, PATIENCE_MS, options.atOnce);
  const bound = new WeakMap<pg.PoolClient, Bound>();
  const connect = async (whose = '', reads = false): Promise<Connection> => {
    const giveBack = await share.take(whose, reads);
    const client = await pool.connect().catch((error: unknown) => {
      giveBack();
      throw error;
    });
    let known = bound.get(client);
    if (!known) {
      const health: Health = { outdated: false, failed: undefined, open: 0, looks: 0, unhurried: false };
      const ask = asking(client, options.prepare, health);
      silent.watch(client, health);
      known = { ask, health, ...lingering(ask) };
      bound.set(client, known);
    }
    const { ask, health, linger, endReading } = known;
    // Whoever comes next finds no transaction open, whatever they ask first.
    endReading();
    health.failed = undefined;
    health.unhurried = false;
    const unhurried = () => {
      health.unhurried = true;
    };
    const release = (broken?: Error | boolean) => {
      client.release(broken || health.outdated);
      giveBack();
    };
    const leaveReading = () => {
      if (!health.outdated) linger();
      release();
    };
    return { client, ask, unhurried, leaveReading, release };
  };
  return {
    connect,
    async question<Row extends object>(text: string, values: unknown[] = [], workspaceId?: string) {
      const { ask, release } = await connect(workspaceId);
      const { rows } = await ask(text, values).finally(() => release());
      return rows as Row[];
    },
    end: () => {
      silent.stop();
      return pool.end();
    },
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: share.waiting() }),
  };
}

/** How long a transaction that has read waits for the next one. It holds no snapshot meanwhile, and no lock a writer waits for. */
const LINGER_MS = 5;

/** What stays with a connection from one holder to the next. */
interface Bound {
  ask: Ask;
  health: Health;
  linger(): void;
  endReading(): void;
}

/** Whoever asked may have caught the error, and gives the connection back as if nothing had been: it is noted where it is seen. */
interface Health extends Waiting {
  outdated: boolean;
  /** What failed of what somebody asks: all that is refused behind it, in its transaction, is refused for no other reason. */
  failed: unknown;
}

function lingering(ask: Ask): Pick<Bound, 'linger' | 'endReading'> {
  let timer: NodeJS.Timeout | undefined;
  const endReading = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    // A connection that is lost says so itself, and to whoever asks next.
    ask('commit').catch(() => undefined);
  };
  const linger = () => {
    timer = setTimeout(endReading, LINGER_MS);
  };
  return { linger, endReading };
}

function asking(client: pg.PoolClient, prepare: boolean, health: Health): Ask {
  const heard = () => {
    health.looks = 0;
  };
  const send = batching(client, prepare, heard);
  const answered = () => {
    health.open -= 1;
    heard();
  };
  const succeeded = (result: Answer) => {
    answered();
    return result;
  };
  const failed = (error: Error) => {
    // From here on it leads to who asked, and not to the socket the answer came by.
    Error.captureStackTrace(error);
    answered();
    if (isOutdated(error)) health.outdated = true;
    if (isAftermath(error)) throw health.failed ?? error;
    health.failed = error;
    throw error;
  };
  return (text, values) => {
    if (health.open === 0) health.looks = 0;
    health.open += 1;
    return send(text, values).then(succeeded, failed);
  };
}

/** Whether a statement was not looked at, because one before it in its transaction had failed. */
const isAftermath = (error: unknown): boolean => (error as { code?: string }).code === '25P02';

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

/**
 * Whether a statement that a connection keeps prepared is no longer the one that was prepared: a newer Portico has migrated
 * beside this process. Another connection prepares it anew.
 */
export const isOutdated = (error: unknown): boolean =>
  (error as { code?: string }).code === '0A000' && /cached plan/.test((error as Error).message);

/** Whether an error says that PostgreSQL cannot be reached just now, and not that a query was wrong. */
export function databaseIsAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && (AWAY.has(code) || code.startsWith('08'))) return true;
  if (isOutdated(error)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message ?? '',
  );
}

/** Whether PostgreSQL gave up this transaction because another one stood in its way: it may be done once more. */
export const stoodInEachOthersWay = (error: unknown): boolean =>
  ['40P01', '40001'].includes((error as { code?: string }).code ?? '');

/** Whether PostgreSQL ended it because it took longer than a statement may. */
export const tookTooLong = (error: unknown): boolean => (error as { code?: string }).code === '57014';

/** Whether what it wanted was held by another one for longer than `lock_timeout`. */
export const waitedInVain = (error: unknown): boolean => (error as { code?: string }).code === '55P03';
