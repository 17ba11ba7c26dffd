import type pg from 'pg';
import { ACTS } from './probes.ts';

/** A wall with a hole in it: what was done to it, and the statements that do it. */
export interface Mutant {
  name: string;
  table: string;
  statements: string[];
  /** What the hole can be noticed by. */
  acts: string;
}

interface Policy {
  table: string;
  name: string;
  using: string | null;
  check: string | null;
  /** SELECT, INSERT, UPDATE, DELETE or all of them, as the catalog writes it. */
  command: 'r' | 'a' | 'w' | 'd' | '*';
}

const WRITES = { a: 'ioh', w: 'up', d: 'd' };

/**
 * A row that is seen or not decides about what is written to it, too, but is seen first: of a policy for reading alone
 * nothing else has to be tried.
 */
function actsOf({ command, check }: Policy, part: 'using' | 'check'): string {
  if (command === 'r') return 'r';
  if (command !== '*') return WRITES[command];
  if (part === 'check') return `${WRITES.a}${WRITES.w}`;
  return check === null ? ACTS : `r${WRITES.w}${WRITES.d}`;
}

/** Every policy of the running role weakened in every way, and every table with its row-level security switched off. */
export async function mutantsOf(superuser: pg.Client, role: string): Promise<Mutant[]> {
  const { rows: policies } = await superuser.query<Policy>(
    `select polrelid::regclass::text as table, polname as name, polcmd as command, pg_get_expr(polqual, polrelid) as using,
       pg_get_expr(polwithcheck, polrelid) as check
     from pg_policy where polrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
       and exists (select from unnest(polroles) r where r = 0 or pg_has_role($1, r, 'member')) order by 1, 2`,
    [role],
  );
  const weaker = policies.flatMap((policy) =>
    (['using', 'check'] as const).flatMap((part) => {
      const { table, name, [part]: said } = policy;
      if (!said) return [];
      return weakened(said).map(({ without, rest }) => ({
        name: `${table}.${name} ${part}, without ${without}`,
        table,
        statements: [`alter policy ${name} on ${table} ${part === 'using' ? 'using' : 'with check'} (${rest})`],
        acts: actsOf(policy, part),
      }));
    }),
  );
  const tables = [...new Set(policies.map(({ table }) => table))];
  const off = tables.map((table) => ({
    name: `${table} with its row-level security switched off`,
    table,
    statements: [`alter table ${table} disable row level security`],
    acts: ACTS,
  }));
  return [...off, ...weaker];
}

interface Weakened {
  /** What is no longer asked, in the words of the policy. */
  without: string;
  rest: string;
}

/** The condition as nothing at all, and with each thing it demands left out, however deep it stands. */
export function weakened(condition: string): Weakened[] {
  const all = plain(condition);
  return [{ without: 'all of it', rest: 'true' }, ...lacking(all)];
}

function lacking(condition: string): Weakened[] {
  const text = plain(condition);
  const demands = split(text, ' AND ');
  if (demands.length > 1) {
    return demands.flatMap((demand, i) => [
      { without: words(demand), rest: joined(demands.toSpliced(i, 1), ' AND ') },
      ...lacking(demand).map(({ without, rest }) => ({
        without,
        rest: joined(demands.toSpliced(i, 1, rest), ' AND '),
      })),
    ]);
  }
  const ways = split(text, ' OR ');
  if (ways.length > 1) {
    return ways.flatMap((way, i) =>
      lacking(way).map(({ without, rest }) => ({ without, rest: joined(ways.toSpliced(i, 1, rest), ' OR ') })),
    );
  }
  const [, before, where, after] =
    /^((?:NOT )?EXISTS \( SELECT\s+FROM .*?\s+WHERE )(\(.*\))((?:\s+OFFSET 0)?\))$/s.exec(text) ?? [];
  if (!before || !where) return [];
  return lacking(where).map(({ without, rest }) => ({ without, rest: `${before}${rest}${after}` }));
}

const joined = (parts: string[], by: string): string => parts.map((part) => `(${part})`).join(by);

/** A demand as the name of a mutant says it. */
const words = (demand: string): string =>
  plain(demand)
    .replaceAll(/\( SELECT (app\.\w+\((?:'[^']*'::text)?\)) AS \w+\)/g, '$1')
    .replaceAll(/::text|::uuid\[\]|\s+OFFSET 0/g, '')
    .replaceAll(/\s+/g, ' ');

/** Without the brackets that enclose all of it. */
function plain(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(')) return trimmed;
  const end = closing(trimmed, 0);
  return end === trimmed.length - 1 && !/^\(\s*SELECT/.test(trimmed) ? plain(trimmed.slice(1, -1)) : trimmed;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "'") i = text.indexOf("'", i + 1);
    else if (text[i] === '(') depth += 1;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  throw new Error(`brackets in ${text}`);
}

function split(text: string, by: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") i = text.indexOf("'", i + 1);
    else if (text[i] === '(') i = closing(text, i);
    else if (text.startsWith(by, i)) {
      parts.push(text.slice(from, i));
      from = i + by.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** The tables that are not forced any more once one of them is not: what the catalog says, undone at once. */
export async function unforced(superuser: pg.Client, table: string): Promise<string[]> {
  await superuser.query('begin');
  try {
    await superuser.query(`alter table ${table} no force row level security`);
    const { rows } = await superuser.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await superuser.query('rollback');
  }
}

/** What the walls ask, answered wrongly: each makes somebody somebody they are not. */
export const guards: { name: string; of: string; from: RegExp; to: string; table: string }[] = [
  {
    name: 'a session that has run out or was ended lives on',
    of: 'app.session_lives',
    from: /revoked_at is null and[\s\S]*?(?=\$)/,
    to: 'true ',
    table: 'tickets',
  },
  {
    name: 'a login that was closed opens',
    of: 'app.enter',
    from: /and i\.disabled_at is null/,
    to: '',
    table: 'tickets',
  },
  {
    name: 'a member who was sent away is one',
    of: 'app.enter',
    from: /and m\.disabled_at is null/,
    to: '',
    table: 'tickets',
  },
  {
    name: 'a contact whose access was taken away is one',
    of: 'app.enter',
    from: /and k\.disabled_at is null/,
    to: '',
    table: 'tickets',
  },
  {
    name: 'a member without the right to see customers sees them',
    of: 'app.enter',
    from: /case when 'customers\.see' = any \(s\.rights\) then s\.reach else 'none' end/,
    to: 's.reach',
    table: 'tickets',
  },
  {
    name: 'a member for assigned customers sees all',
    of: 'app.sees_all',
    from: /= 'all'/,
    to: "<> 'none'",
    table: 'tickets',
  },
  {
    name: 'whoever looks as somebody else writes',
    of: 'app.refuse_viewer',
    from: /raise exception[^;]*;/,
    to: 'return null;',
    table: 'tickets',
  },
  {
    name: 'whoever looks as somebody else is them, login and all',
    of: 'app.enter_view',
    from: /set_config\('app\.identity', '', true\)/,
    to: "set_config('app.identity', who.identity_id::text, true)",
    table: 'sessions',
  },
  {
    name: 'everybody has every right',
    of: 'app.has_right',
    from: /select current_setting/,
    to: 'select true or current_setting',
    table: 'roles',
  },
  {
    name: 'a right of the team in a customer’s role is one',
    of: 'app.has_right',
    from: /and \(current_setting\('app\.kind'\) = 'member' or wanted = any \(app\.contact_rights\(\)\)\)/,
    to: '',
    table: 'roles',
  },
  {
    name: 'a field that only some customers are shown is asked at the door',
    of: 'app.shut',
    from: /app\.kind\(\) = 'visitor' and/,
    to: 'false and',
    table: 'field_definitions',
  },
  {
    name: 'everybody is of the team',
    of: 'app.is_team',
    from: /select current_setting/,
    to: 'select true or current_setting',
    table: 'log_checks',
  },
  {
    name: 'everybody is the system',
    of: 'app.is_system',
    from: /select current_setting/,
    to: 'select true or current_setting',
    table: 'credentials',
  },
];
