import { createPool, type Pool } from '#platform/db/pool.ts';
import { cloneDatabase, LOOKING, peek, type TestDatabase } from './database.ts';

/**
 * A database and the pool of the running role. PostgreSQL takes a tenth of a second to make a database, and several to plan on new
 * connections what others had planned already: what a file gives back as empty as it was made goes to the next one of its process.
 */
export interface Lent {
  database: TestDatabase;
  pool: Pool;
  /** Once nobody else is connected to it any more. */
  giveBack(): Promise<void>;
}

interface Kept {
  database: TestDatabase;
  pool: Pool;
  /** What its catalogs were when it was made. */
  made: string;
  times: number;
}

const free: Kept[] = [];

/** A connection keeps so many statements prepared and no more: after a while a new one has more of them. */
const TIMES = 12;
/** With more in it than a few tests leave, plans are no longer those of a small database. Bytes of a table. */
const LARGE = 2 ** 20;

/** `own`: a new one that PostgreSQL plans for as it does where Portico runs, and that nobody else is given. */
export async function lendDatabase(own = false): Promise<Lent> {
  const kept = (own ? undefined : free.pop()) ?? (await make(own));
  kept.times += own ? TIMES : 1;
  let ended = false;
  const pool: Pool = {
    ...kept.pool,
    end() {
      ended = true;
      return kept.pool.end();
    },
  };
  const giveBack = async () => {
    if (!ended && kept.times < TIMES && (await emptied(kept))) {
      free.push(kept);
      return;
    }
    if (!ended) await kept.pool.end();
    await kept.database.drop();
  };
  return { database: kept.database, pool, giveBack };
}

async function make(own: boolean): Promise<Kept> {
  const database = await cloneDatabase();
  // A test asks most of what it asks once or twice: five plans for each before one is kept were a fifth of all their time.
  const name = new URL(database.app).pathname.slice(1);
  if (!own) await peek(database, `alter database ${name} set plan_cache_mode = force_generic_plan`);
  const pool = createPool(database.app, { max: 8, prepare: true, onError: () => undefined });
  return { database, pool, made: await catalogsOf(database), times: 0 };
}

/** Whoever changed a table, a function or a policy, and changed it back, leaves other rows in the catalogs than there were. */
async function catalogsOf(database: TestDatabase): Promise<string> {
  const catalogs = ['class', 'attribute', 'attrdef', 'constraint', 'index', 'namespace', 'policy', 'proc', 'rewrite'];
  const each = [...catalogs, 'trigger', 'type', 'extension', 'default_acl', 'depend'].map(
    (name) => `select '${name} ' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as line from pg_${name}`,
  );
  const found = await peek<{ line: string }>(database, each.join(' union all '));
  return found.map(({ line }) => line).join('\n');
}

/** No trigger and no foreign key has a say, and nobody is waited for. */
const EMPTYING = `do $$
  declare each record;
  begin
    set local session_replication_role = replica;
    set local lock_timeout = '1s';
    for each in
      select c.oid, format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where relkind = 'r' and nspname !~ '^(pg_|information_schema)' and relname not in ('app_migrations', 'migrations')
    loop
      if pg_relation_size(each.oid) > ${LARGE} then raise exception '% is large', each.name; end if;
      execute 'delete from ' || each.name;
    end loop;
  end $$`;

/** Whether it is empty now, and as it was made. */
async function emptied({ database, pool, made }: Kept): Promise<boolean> {
  const { total, idle } = pool.stats();
  if (total !== idle) return false;
  try {
    await peek(
      database,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name not in ('portico', $1)`,
      [LOOKING],
    );
    if ((await catalogsOf(database)) !== made) return false;
    await peek(database, EMPTYING);
    return true;
  } catch {
    return false;
  }
}
