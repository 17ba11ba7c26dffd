import pg from 'pg';
import { sha256Hex } from '#platform/crypto.ts';
import type { TestDatabase } from '../database.ts';
import type { Row } from './filler.ts';
import type { Cast, Principal } from './people.ts';
import { ACTS, type Grants, type Probe, probesOf } from './probes.ts';

/**
 * Each statement is a function: planned once for everybody, and planned anew by the database when a wall that it meets is
 * changed. Planning it for each of them took five times as long as trying it.
 */
const FUNCTIONS = `
create schema attack;
create function attack.one(statement int, said text) returns text language plpgsql as $$
declare answer text;
begin
  execute format('select attack.s%s($1)', statement) into answer using said;
  return answer;
end $$;
create function attack.enter(workspace uuid, token text, kind text, looking text) returns void language plpgsql as $$
begin
  -- Each is a transaction of its own; here they share one.
  perform set_config('app.viewer', '', true), set_config('app.viewed', '', true);
  if kind = 'guest' then
    perform app.enter(workspace, null, 'system');
    perform app.enter_guest(workspace, looking, (select link_id from guest_sessions where token_hash = looking));
  elsif looking is null then perform app.enter(workspace, token, kind);
  else perform app.enter_view(workspace, token, looking, substring(kind from 6)::uuid);
  end if;
end $$;
create function attack.run(workspace uuid, token text, kind text, looking text, statements int[], said text[]) returns text[] language plpgsql as $$
begin
  perform attack.enter(workspace, token, kind, looking);
  perform set_config('plan_cache_mode', 'force_generic_plan', true);
  return array(select attack.one(s, j) from unnest(statements, said) with ordinality u (s, j, i) order by i);
end $$;
create table attack.plan (n serial primary key, workspace uuid, token text, kind text, looking text, acts text[], statements int[], said text[], answers text[]);
create function attack.noticed(tries int[], wanted text) returns int language plpgsql as $$
declare p record;
begin
  perform set_config('plan_cache_mode', 'force_generic_plan', true);
  for p in select plan.* from unnest(tries) with ordinality t (n, i) join attack.plan using (n) order by t.i loop
    perform attack.enter(p.workspace, p.token, p.kind, p.looking);
    for i in 1 .. cardinality(p.statements) loop
      continue when strpos(wanted, p.acts[i]) = 0;
      if attack.one(p.statements[i], p.said[i]) <> p.answers[i] then return p.n; end if;
    end loop;
  end loop;
  return null;
end $$;
grant usage on schema attack to public;
grant select on attack.plan to public;`;

/** A statement as a function: it is undone, and says how many rows it met or by what it was refused. */
const asFunction = (name: string, statement: string): string => `
create function attack.${name}(text) returns text language plpgsql as $$
#variable_conflict use_column
declare n bigint;
begin
  ${statement.replace(/^select /, 'perform ')};
  get diagnostics n = row_count;
  raise exception using errcode = 'AT000', message = n || ' rows';
exception
  when sqlstate 'AT000' then return sqlerrm;
  when others then return sqlstate;
end $$;`;

/** Tables of rooms that may be shut: their rows of somebody who is kept out are tried as well. */
const GATED = new Set([
  'deflection_sessions',
  'search_entries',
  'tickets',
  'replies',
  'attachments',
  'events',
  'notifications',
  'invitations',
  'contacts',
]);

/** What everybody can do with each row: the letters of the acts that the walls let through. */
export type Done = Map<string, Map<Row, string>>;

/** The database with somebody's hands on it: as the superuser, to break walls, and as the running role, to try them. */
export interface Attack {
  superuser: pg.Client;
  /** Everything by everybody, through the walls as they are; remembered, so that a change is noticed. */
  tryAll(people: Principal[]): Promise<Done>;
  /** With these statements done to the walls: whether anybody can do anything by these acts with the table that they could not. */
  notices(statements: string[], table: string, acts?: string): Promise<boolean>;
  /** Tables on which somebody who noticed a hole before says so with the walls as they are; and on how many they were asked. */
  falseAlarms(): Promise<{ asked: number; tables: string[] }>;
  close(): Promise<void>;
}

export async function openAttack(
  database: TestDatabase,
  people: Cast,
  fill: (superuser: pg.Client, people: Cast) => Promise<Row[]>,
): Promise<Attack & { rows: Row[]; role: string }> {
  const superuser = new pg.Client({ connectionString: database.superuser });
  const runtime = new pg.Client({ connectionString: database.app });
  await Promise.all([superuser.connect(), runtime.connect()]);
  await superuser.query(FUNCTIONS);
  const all = await fill(superuser, people);
  const rows = all.filter(
    ({ whose, table }) => whose === 'customer' || whose === 'team' || (whose === 'shut' && GATED.has(table)),
  );
  const role = decodeURIComponent(new URL(database.app).username);
  const grants = await grantsOf(superuser, role);
  const tables = Map.groupBy(rows, (row) => row.table);
  // Whoever noticed the last hole in a table's walls is asked first about the next one.
  const order = new Map<string, number[]>();
  /** Whoever noticed any. */
  const witnesses = new Map<string, Set<number>>();

  const numbers = new Map<string, number>();
  /** By which number each of these statements goes; it becomes a function when it comes up first. */
  async function numbered(statements: string[]): Promise<number[]> {
    const fresh = [...new Set(statements)].filter((statement) => !numbers.has(statement));
    for (const statement of fresh) numbers.set(statement, numbers.size);
    const made = fresh.map((statement) => asFunction(`s${numbers.get(statement)}`, statement));
    if (made.length > 0) await superuser.query(made.join(''));
    return statements.map((statement) => numbers.get(statement)!);
  }

  async function tryTable(who: Principal, table: string, letters: Map<Row, string>): Promise<void> {
    const probes = probesOf(who, tables.get(table)!, all, grants.get(table)!, people);
    const hash = who.token === null ? null : sha256Hex(who.token);
    const kind = who.system ? 'system' : who.guest ? 'guest' : who.view ? `view ${who.view.portalId}` : 'person';
    const said = [
      who.workspaceId,
      hash,
      kind,
      who.guest ?? who.view?.hash ?? null,
      await numbered(probes.map(({ statement }) => statement)),
      probes.map(({ said }) => said ?? null),
    ];
    const { rows: answers } = await runtime.query<{ run: string[] }>(
      'select attack.run($1, $2, $3, $4, $5, $6) as run',
      said,
    );
    const run = answers[0]!.run;
    for (const [i, probe] of probes.entries()) note(letters, probe, run[i]!);
    const kept = await superuser.query<{ n: number }>(
      'insert into attack.plan (workspace, token, kind, looking, statements, said, answers, acts) values ($1, $2, $3, $4, $5, $6, $7, $8) returning n',
      [...said, run, probes.map((probe) => probe.act)],
    );
    order.set(table, [...(order.get(table) ?? []), kept.rows[0]!.n]);
  }

  /** Which of these tries comes out otherwise with that done to the walls; all of it is undone. */
  async function noticedBy(tries: number[], acts: string, statements: string[] = []): Promise<number | null> {
    await superuser.query('begin');
    try {
      for (const statement of statements) await superuser.query(statement);
      await superuser.query(`set local role ${role}`);
      const { rows: found } = await superuser.query<{ n: number | null }>('select attack.noticed($1, $2) as n', [
        tries,
        acts,
      ]);
      return found[0]!.n;
    } finally {
      await superuser.query('rollback');
    }
  }

  return {
    superuser,
    rows,
    role,
    async tryAll(chosen) {
      const done: Done = new Map();
      for (const who of chosen) {
        const letters = new Map<Row, string>();
        for (const table of tables.keys()) await tryTable(who, table, letters);
        done.set(who.name, letters);
      }
      return done;
    },
    async notices(statements, table, acts = ACTS) {
      const tries = order.get(table)!;
      const n = await noticedBy(tries, acts, statements);
      if (n === null) return false;
      order.set(table, [n, ...tries.filter((other) => other !== n)]);
      witnesses.set(table, (witnesses.get(table) ?? new Set()).add(n));
      return true;
    },
    async falseAlarms() {
      const tables: string[] = [];
      for (const [table, who] of witnesses) {
        if ((await noticedBy([...who], ACTS)) !== null) tables.push(table);
      }
      return { asked: witnesses.size, tables };
    },
    async close() {
      await Promise.all([superuser.end(), runtime.end()]);
    },
  };
}

/** A letter when the walls let it through: what then failed on a key or a check had already passed them. */
function note(letters: Map<Row, string>, { act, row, statement }: Probe, answer: string): void {
  if (!row) return;
  const before = letters.get(row) ?? '';
  const through = /^[1-9]\d* rows$|^23/.test(answer);
  if (!through && answer !== '0 rows' && answer !== '42501') throw new Error(`${answer} from ${statement}`);
  letters.set(row, through && !before.includes(act) ? before + act : before);
}

async function grantsOf(superuser: pg.Client, role: string): Promise<Map<string, Grants>> {
  const { rows } = await superuser.query<Grants & { table: string }>(
    `select c.relname as table,
       coalesce(array_agg(a.attname::text order by a.attnum)
         filter (where a.attidentity <> 'a' and has_column_privilege($1, c.oid, a.attnum, 'INSERT')), '{}') as insert,
       coalesce(array_agg(a.attname::text order by a.attnum) filter (where has_column_privilege($1, c.oid, a.attnum, 'UPDATE')), '{}') as update,
       coalesce(array_agg(a.attname::text order by a.attnum) filter (where exists (
         select from pg_index i where i.indrelid = c.oid and a.attnum = any (i.indkey) and i.indisunique)), '{}') as unique
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname`,
    [role],
  );
  return new Map(rows.map(({ table, ...rest }) => [table, rest]));
}

/** The acts as people read them: a line for each row, a column for each kind of person. */
export function drawn(done: Done, people: Principal[], rows: Row[]): string {
  const cells = [
    ['', ...people.map(({ name }) => name)],
    ...rows.map((row) => [row.label, ...people.map(({ name }) => done.get(name)!.get(row) || '.')]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const line = (said: string[]) =>
    said
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}
