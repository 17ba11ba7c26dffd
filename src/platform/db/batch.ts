import { createHash } from 'node:crypto';
import pg from 'pg';
import { socketOf } from './silence.ts';

/** What a statement is answered with. */
export type Answer = Pick<pg.QueryResult, 'rows' | 'command' | 'rowCount' | 'fields'>;

/** How rows are read: what PostgreSQL says of them when it is asked to describe them. */
interface Shape {
  fields: pg.FieldDef[];
  parsers: ((text: string) => unknown)[];
  /** What each row begins as, so that all are objects of one kind. */
  empty: Record<string, unknown>;
}

/** A statement that stays prepared on a connection. */
interface Kept {
  name: string;
  /** By which batch PostgreSQL was told last to prepare it, which it may have refused. */
  parsedIn?: number;
  /** Known when it has been answered in that one: from then on it is neither parsed nor described. */
  shape?: Shape;
}

interface Asked {
  text: string;
  values: unknown[];
  kept: Kept | undefined;
  /** If it was known when it was sent. */
  shape?: Shape | undefined;
  answer: Answer;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
  /** Why its rows could not be read. PostgreSQL has done what it says. */
  unread?: unknown;
}

/** What `pg` has for queries that are not its own. Its types want arguments that it no longer takes. */
interface Wire {
  close(what: { type: 'S'; name: string }): void;
  parse(what: { text: string; name: string | undefined }): void;
  bind(what: { statement: string | undefined; values: unknown[] }): void;
  describe(what: { type: 'P' }): void;
  execute(): void;
  flush(): void;
  sync(): void;
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

const MAX_PREPARED = 400;
/**
 * After so many statements PostgreSQL sends what it has answered, though more are to come: one that is busy with a long batch is not
 * to be taken for one that hangs (silence.ts). Fewer that together take as long as that are given up, though each of them was in its time:
 * nobody waits so long for a page, and a job that may take it is unhurried.
 */
const FLUSHED = 4;
const NO_ROWS: Shape = { fields: [], parsers: [], empty: {} };
const TAG = /^([A-Z]+)(?: (\d+))?(?: (\d+))?/;

/**
 * Asks a connection. What has values and is asked in one turn of the event loop is one batch: PostgreSQL ends it once, and looks at
 * nothing behind what fails in it, which is why it has to be of one transaction. What has none stands alone, and is looked at
 * whatever failed before it. `heard` is told whenever something is answered.
 */
export function batching(
  client: pg.PoolClient,
  prepare: boolean,
  heard: () => void,
): (text: string, values?: unknown[]) => Promise<Answer> {
  const stream = socketOf(client);
  const known = new Map<string, Kept>();
  const kept = (text: string): Kept | undefined => {
    const found = known.get(text);
    if (found || known.size >= MAX_PREPARED) return found;
    // By what it says: behind a pooler that does not follow, a number would be somebody else's statement.
    const fresh: Kept = { name: createHash('sha1').update(text).digest('base64url') };
    known.set(text, fresh);
    return fresh;
  };
  let gathered: Asked[] = [];
  let open = false;
  const send = () => {
    if (gathered.length === 0) return;
    client.query(new Batch(gathered, heard));
    gathered = [];
  };
  // Each write to PostgreSQL's socket wakes it, which costs more than many a query.
  const together = () => {
    if (open) return;
    open = true;
    stream.cork();
    process.nextTick(() => {
      open = false;
      send();
      stream.uncork();
    });
  };
  return (text, given) =>
    new Promise((resolve, reject) => {
      together();
      if (given) {
        const values = given.map((value) => prepareValue(value));
        const answer = { rows: [], command: '', rowCount: null, fields: [] };
        gathered.push({ text, values, kept: prepare ? kept(text) : undefined, answer, resolve, reject });
        return;
      }
      send();
      const answered = (error: Error | undefined, answer: Answer) => (error ? reject(error) : resolve(answer));
      client.query(new pg.Query(text, undefined, answered));
    });
}

let batches = 0;

/** All that PostgreSQL is told between one Sync and the next, as `pg` knows queries: it hands on what is answered. */
class Batch extends pg.Query {
  readonly number = ++batches;
  private readonly asked: Asked[];
  private readonly heard: () => void;
  /** Which of them is being answered. */
  private at = 0;
  private described: Shape | undefined;

  constructor(asked: Asked[], heard: () => void) {
    super('');
    this.asked = asked;
    this.heard = heard;
  }

  override submit = (connection: pg.Connection) => {
    const wire = connection as unknown as Wire;
    for (const [at, one] of this.asked.entries()) {
      const { text, kept, values } = one;
      one.shape = kept?.shape;
      if (at > 0 && at % FLUSHED === 0) wire.flush();
      if (!one.shape) this.parse(wire, text, kept);
      wire.bind({ statement: kept?.name, values });
      if (!one.shape) wire.describe({ type: 'P' });
      wire.execute();
    }
    wire.sync();
  };

  private parse(wire: Wire, text: string, kept: Kept | undefined): void {
    if (kept) {
      if (kept.parsedIn === this.number) return;
      kept.parsedIn = this.number;
      // It may be there, from a batch that has failed behind its parsing or is still on its way.
      wire.close({ type: 'S', name: kept.name });
    }
    wire.parse({ text, name: kept?.name });
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.described = shapeOf(fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const one = this.asked[this.at]!;
    if (one.unread) return;
    try {
      one.answer.rows.push(rowOf(fields, one.shape ?? this.described));
    } catch (error) {
      one.unread = error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { answer } = this.asked[this.at]!;
    const [, command = '', first, last = first] = TAG.exec(text) ?? [];
    answer.command = command;
    if (last) answer.rowCount = Number(last);
    this.handleEmptyQuery();
  }

  handleEmptyQuery(): void {
    const { kept, answer, shape = this.described ?? NO_ROWS } = this.asked[this.at]!;
    answer.fields = shape.fields;
    if (kept?.parsedIn === this.number) kept.shape = shape;
    this.described = undefined;
    this.at += 1;
    this.heard();
  }

  handleReadyForQuery(): void {
    this.settle(this.asked.length);
  }

  /** PostgreSQL refuses one of them, or the connection is lost, and what was answered with it. */
  handleError(error: Error): void {
    const refused = error instanceof pg.DatabaseError;
    // What is refused when all were answered is that they come to stay.
    const failed = refused ? Math.min(this.at, this.asked.length - 1) : 0;
    this.settle(failed);
    for (const [at, { reject }] of this.asked.entries()) {
      if (at >= failed) reject(at > failed && refused ? skipped() : error);
    }
  }

  private settle(upTo: number): void {
    for (let at = 0; at < upTo; at++) {
      const { unread, answer, resolve, reject } = this.asked[at]!;
      if (unread) reject(unread);
      else resolve(answer);
    }
  }
}

function shapeOf(fields: pg.FieldDef[]): Shape {
  const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return { fields, parsers: fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, 'text')), empty };
}

function rowOf(values: (string | null)[], shape: Shape | undefined): Record<string, unknown> {
  // Only a pooler can do that: PostgreSQL itself refuses a statement whose columns have changed since it was prepared, in these words.
  if (values.length !== shape?.fields.length)
    throw Object.assign(new Error('cached plan must not change result type'), { code: '0A000' });
  const row = { ...shape.empty };
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    row[shape.fields[at]!.name] = value === null ? null : shape.parsers[at]!(value);
  }
  return row;
}

/** As PostgreSQL says it of what is asked in a transaction that has failed. */
const skipped = (): Error =>
  Object.assign(new Error('current transaction is aborted, commands ignored until end of transaction block'), {
    code: '25P02',
  });
