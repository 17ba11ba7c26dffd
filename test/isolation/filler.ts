import type pg from 'pg';
import type { Cast } from './people.ts';
import { MORE, SAID } from './rows.ts';

/** One row in one table, and whose it is. */
export interface Row {
  table: string;
  /**
   * customer: of Dana and her account. team: of Priya. rival: of Ines and her account. away: of the rival business. shut: of a
   * customer who is kept out of every room.
   */
  whose: 'customer' | 'team' | 'rival' | 'away' | 'shut';
  /** The table, and what is particular about the row. */
  label: string;
  place: string;
  json: string;
}

interface Column {
  table: string;
  name: string;
  type: string;
  needed: boolean;
  options: string[] | null;
}

interface Key {
  table: string;
  columns: string[];
  other: string;
  others: string[];
}

export type Values = Record<string, unknown>;

let number = 0;

/** Puts rows of everybody into every table that belongs to a workspace; throws by name when a table takes none. */
export async function fillEverything(superuser: pg.Client, people: Cast): Promise<Row[]> {
  const [columns, keys] = await Promise.all([columnsOf(superuser), keysOf(superuser)]);
  const { home, away } = people;
  const acts = {
    rival: home.rival,
    customer: home.dana,
    team: home.agent,
    away: away.dana,
    shut: people.shut,
  } as const;
  const rows: Row[] = [];
  for (const whose of ['customer', 'team', 'rival', 'away', 'shut'] as const) {
    const known = new Map<string, Values>();
    const { identityId, world } = acts[whose];
    const accountId =
      whose === 'rival' ? world.rivalAccountId : whose === 'shut' ? people.shut.accountId! : world.accountId;
    const contact = whose === 'rival' ? world.rival : whose === 'shut' ? people.shut : world.dana;
    const self = { workspace_id: world.workspaceId, account_id: accountId };
    const there: Record<string, string> = {
      workspaces: world.workspaceId,
      accounts: accountId,
      contacts: contact.id,
      members: world.agent.id,
      identities: identityId,
    };
    for (const [table, id] of Object.entries(there)) {
      const { rows: found } = await superuser.query<Values>(
        `select *, ctid::text as place, to_jsonb(t)::text as json from ${table} t where id = $1`,
        [id],
      );
      known.set(table, found[0]!);
      const row = {
        table,
        whose,
        label: labelled(table, whose),
        place: String(found[0]!.place),
        json: String(found[0]!.json),
      };
      if (!rows.some((one) => one.table === table && one.place === row.place)) rows.push(row);
    }
    let waiting = [...columns.keys()].filter(
      (table) => !KEPT[table] && (!known.has(table) || (whose === 'customer' && MORE[table])),
    );
    while (waiting.length > 0) {
      const ready = waiting.filter(
        (table) =>
          keys.every((key) => key.table !== table || key.other === table || known.has(key.other)) &&
          (whose !== 'customer' || table === 'tickets' || referable(table, rows)) &&
          (known.has('tickets') ||
            !columns
              .get(table)!
              .some(({ name }) => name === 'ticket_id' || (name === 'object_id' && table !== 'tickets'))),
      );
      if (ready.length === 0) throw new Error(`no row can be made for ${waiting.join(', ')}: they wait for each other`);
      for (const table of ready) {
        const make = async (label: string, more: Values) => {
          const own = keys.filter((key) => key.table === table);
          const values = (fewer: boolean) => rowFor(columns.get(table)!, own, known, self, whose, more, fewer);
          const row = await insert(superuser, table, [values(false), values(true)]);
          if (!row) return;
          known.set(table, known.get(table) ?? row);
          rows.push({
            table,
            whose,
            label: labelled(label, whose),
            place: String(row.place),
            json: String(row.json),
          });
        };
        if (!(table in there)) await make(table, {});
        if (whose === 'customer')
          for (const [kind, more] of Object.entries(MORE[table] ?? {}))
            await make(`${table} ${kind}`, referring(more, rows, people));
        if (!known.has(table)) {
          if (whose === 'customer') throw new Error(`${table} takes no row`);
          known.set(table, {});
        }
      }
      waiting = waiting.filter((table) => !ready.includes(table));
    }
    for (const [table, [column, of]] of Object.entries(KEPT)) {
      const { rows: kept } = await superuser.query<{ place: string; json: string }>(
        `select ctid::text as place, to_jsonb(t)::text as json from ${table} t where ${column} = $1`,
        [known.get(of!)!.id],
      );
      rows.push({ table, whose, label: labelled(table, whose), ...kept[0]! });
    }
  }
  return rows;
}

/** Tables whose rows triggers make: by which column of theirs they hang on a row of which other. */
const KEPT: Record<string, [string, string]> = { article_states: ['article_id', 'articles'] };

const labelled = (label: string, whose: Row['whose']): string =>
  whose === 'team' || whose === 'shut' ? `${label} (${whose})` : label;

/** What rows say of people: no row of this filling. */
const PEOPLE = ['@far', '@rival', '@named', '@mute', '@colleague'];

/** Whether all rows that the kinds of this table refer to are there. */
const referable = (table: string, rows: Row[]): boolean =>
  Object.values(MORE[table] ?? {})
    .flatMap((more) => Object.values(more))
    .every(
      (said) =>
        typeof said !== 'string' ||
        !said.startsWith('@') ||
        PEOPLE.includes(said) ||
        said.startsWith(`@${table}`) ||
        rows.some(({ label }) => label === said.slice(1)),
    );

const referring = (more: Values, rows: Row[], { home, far, named, mute }: Cast): Values =>
  Object.fromEntries(
    Object.entries(more).map(([name, said]) => {
      if (typeof said !== 'string' || !said.startsWith('@')) return [name, said];
      if (said === '@far') return [name, far.identityId];
      if (said === '@rival') return [name, home.rivalAccountId];
      if (said === '@named') return [name, named.id];
      if (said === '@mute') return [name, mute.id];
      if (said === '@colleague') return [name, home.viewer.identityId];
      return [name, (JSON.parse(rows.find(({ label }) => label === said.slice(1))!.json) as { id: string }).id];
    }),
  );

function rowFor(
  columns: Column[],
  keys: Key[],
  known: Map<string, Values>,
  self: Values,
  whose: Row['whose'],
  more: Values,
  fewer: boolean,
): Values {
  const table = columns[0]!.table;
  const said = { ...SAID[table]?.all, ...SAID[table]?.[whose], ...more };
  const values: Values = {};
  for (const column of columns) {
    const key = keys.filter(({ other }) => other !== table).find((each) => each.columns.includes(column.name));
    if (said[column.name] !== undefined) values[column.name] = said[column.name];
    else if (column.name in self) values[column.name] = self[column.name];
    else if (fewer && !column.needed) continue;
    else if (key) values[column.name] = known.get(key.other)![key.others[key.columns.indexOf(column.name)]!];
    else if (/^(identity_id|uploaded_by|actor_identity_id)$/.test(column.name))
      values[column.name] = known.get('identities')!.id;
    else if (column.name === 'member_id') values[column.name] = known.get('members')!.id;
    else if (column.name === 'ticket_id' || column.name === 'object_id') values[column.name] = known.get('tickets')!.id;
    else if (column.needed) values[column.name] = invented(column, whose);
  }
  return values;
}

/** Something that a column takes, of this row alone. */
function invented({ name, type, options }: Column, whose: Row['whose']): unknown {
  number += 1;
  const hex = number.toString(16).padStart(64, '0');
  if (options) return options[whose === 'team' ? options.length - 1 : 0];
  if (type === 'uuid') return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  if (type === 'bytea') return `\\x${hex}`;
  if (type === 'jsonb' || type === 'json') return '{}';
  if (type.endsWith('[]')) return '{}';
  if (type.startsWith('timestamp')) return new Date(Date.now() + 86_400_000);
  if (type === 'boolean') return false;
  if (type === 'bigint') return 900 + number;
  if (/int|numeric/.test(type)) return 900 + (number % 90);
  if (/hash|sha256|device|assertion|browser/.test(name)) return hex;
  if (name === 'version') return hex.slice(-16);
  if (name === 'domain' || name === 'host') return `n${number}.example`;
  if (/mail|address/.test(name)) return `n${number}@fill.example`;
  return `said-so-${number}`;
}

/** Tries what is fullest first: some tables point at one of several things, and at no more. */
async function insert(superuser: pg.Client, table: string, [values, fewer]: Values[]): Promise<Values | undefined> {
  const names = Object.keys(values!);
  try {
    const { rows } = await superuser.query<Values>(
      `insert into ${table} as t (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
       returning *, ctid::text as place, to_jsonb(t)::text as json`,
      Object.values(values!),
    );
    return rows[0];
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    // Of some things a business has only one.
    if (code === '23505') return undefined;
    if (code === '23514' && fewer) return insert(superuser, table, [fewer]);
    throw new Error(`test/isolation/filler.ts cannot make a row for ${table}, tell it in said.ts: ${message}`);
  }
}

async function columnsOf(superuser: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await superuser.query<Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull and not a.atthasdef and a.attidentity = '' as needed,
       (select array(select o[1] from regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') o)
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) like '%= ANY%' limit 1) as options
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
     order by c.relname, a.attnum`,
  );
  const tables = new Map<string, Column[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return tables;
}

async function keysOf(superuser: pg.Client): Promise<Key[]> {
  const { rows } = await superuser.query<Key>(
    `select k.conrelid::regclass::text as table, k.confrelid::regclass::text as other,
       array(select a.attname::text from unnest(k.conkey) with ordinality u (n, i)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as columns,
       array(select a.attname::text from unnest(k.confkey) with ordinality u (n, i)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as others
     from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`,
  );
  return rows;
}
