import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Ask } from './pool.ts';
import type { DB } from './schema.gen.ts';

export interface Handle {
  db: Kysely<DB>;
  /** From here on every query of this handle fails, whoever still holds it. */
  end(): void;
}

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/**
 * A query builder for one transaction on a connection that somebody else holds. It ends with the transaction: when one of
 * several branches has thrown, the others go on, and what they ask then would be answered in whatever transaction the
 * connection is in by that time, with the rights of a stranger.
 */
export function openHandle(ask: Ask): Handle {
  let ended = false;
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      if (ended) throw new Error('the transaction this query belongs to has ended');
      const { command, rowCount, rows } = await ask(sql, parameters as unknown[]);
      return WRITES.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
    },
    streamQuery() {
      throw refused();
    },
  };
  const dialect = {
    createAdapter: () => adapter,
    createQueryCompiler: () => compiler,
    createDriver: () => driverOf(connection),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  };
  return {
    db: new Kysely<DB>({ dialect }),
    end() {
      ended = true;
    },
  };
}

/** The connection is there already, and its transaction is not Kysely's to begin or end. */
function driverOf(connection: DatabaseConnection): Driver {
  const nothing = () => Promise.resolve();
  const never = () => Promise.reject(refused());
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: never,
    commitTransaction: never,
    rollbackTransaction: never,
    releaseConnection: nothing,
    destroy: nothing,
  };
}

const refused = () => new Error('scope.ts opens and ends transactions, and nothing is streamed');
