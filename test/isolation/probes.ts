import type { Row } from './filler.ts';
import type { Cast, Principal } from './people.ts';

/**
 * What somebody can do with a row that is not theirs, each a letter: see it, insert one just like it, insert one like it
 * in their own name, insert one that is half in their name, update it, delete it, or turn a row of their own into one of the
 * victim's.
 */
export type Act = 'r' | 'i' | 'o' | 'h' | 'u' | 'd' | 'p';
export const ACTS = 'riohudp';

/** One attempt. Without a row it is blind: it names none, so that what may be read does not stand before what may be written. */
export interface Probe {
  act: Act;
  row: Row | undefined;
  statement: string;
  /** The row that it inserts, its one parameter: those who try it share the statement. */
  said?: string;
}

/** The columns of a table that the running role may write; walls come after that. */
export interface Grants {
  insert: string[];
  update: string[];
  unique: string[];
}

type Said = Record<string, unknown>;

/** Columns that say whose a row is. */
const OWNERS = /^(workspace_id|account_id|identity_id|contact_id|uploaded_by|ticket_id|reply_id)$/;
const PERSONS = /^(identity_id|contact_id|uploaded_by)$/;

export function probesOf(who: Principal, rows: Row[], all: Row[], grants: Grants, people: Cast): Probe[] {
  return [
    ...rows.flatMap((row) => onRow(who, row, grants, people)),
    ...planting(who, rows[0]!, all, grants),
    ...blind(rows[0]!, grants),
  ];
}

function onRow(who: Principal, row: Row, { insert, update }: Grants, people: Cast): Probe[] {
  const { table, place, json } = row;
  const at = `where ctid = '${place}'`;
  const probes: Probe[] = [{ act: 'r', row, statement: `select from ${table} ${at}` }];
  if (insert.length > 0) {
    const like = (act: Act, said: string) => {
      const from = `jsonb_populate_record(null::${table}, $1::jsonb)`;
      probes.push({
        act,
        row,
        said,
        statement: `insert into ${table} (${insert.join(', ')}) select ${insert.join(', ')} from ${from}`,
      });
    };
    like('i', json);
    const own = inOwnName(json, who, people);
    if (own !== json) like('o', own);
    for (const half of halves(json, own)) like('h', half);
  }
  if (update.length > 0)
    probes.push({ act: 'u', row, statement: `update ${table} set ${update[0]} = ${update[0]} ${at}` });
  return [...probes, { act: 'd', row, statement: `delete from ${table} ${at}` }];
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

function inOwnName(json: string, { actor }: Principal, { home }: Cast): string {
  if (!actor) return json;
  return [home.dana, home.agent].reduce(
    (said, victim) => said.replaceAll(victim.id, actor.id).replaceAll(victim.identityId, actor.identityId),
    json,
  );
}

/** Where more than one person is named: each time with one of them replaced. */
function halves(json: string, own: string): string[] {
  const [theirs, mine] = [JSON.parse(json) as Said, JSON.parse(own) as Said];
  const names = Object.keys(theirs).filter((name) => theirs[name] !== mine[name]);
  return names.length < 2 ? [] : names.map((name) => JSON.stringify({ ...theirs, [name]: mine[name] }));
}

/** The attacker's own row of the same kind, given the victim's workspace, account and people: by name, and blindly. */
function planting(who: Principal, target: Row, all: Row[], { update }: Grants): Probe[] {
  const theirs = JSON.parse(target.json) as Said;
  const abroad = who.workspaceId !== (target.table === 'workspaces' ? theirs.id : theirs.workspace_id);
  const own = all.find((row) => row.whose === (abroad ? 'away' : 'rival') && row.table === target.table);
  if (!own) return [];
  const mine = JSON.parse(own.json) as Said;
  const changed = update.filter((name) => OWNERS.test(name) && theirs[name] && mine[name] !== theirs[name]);
  if (changed.length === 0) return [];
  const places = changed.some((name) => !PERSONS.test(name)) ? changed.filter((name) => !PERSONS.test(name)) : changed;
  const set = (names: string[]) =>
    `update ${target.table} set ${names.map((name) => `${name} = '${theirs[name]}'`).join(', ')}`;
  return [
    { act: 'p', row: target, statement: `${set(changed)} where ctid = '${own.place}'` },
    { act: 'p', row: target, statement: `${set(places)} where ctid = '${own.place}'` },
    ...changed.map((name) => ({ act: 'p' as const, row: undefined, statement: set([name]) })),
  ];
}

function blind({ table, json }: Row, { update, unique }: Grants): Probe[] {
  const said = JSON.parse(json) as Said;
  const [name] = update.filter((one) => !unique.includes(one) && typeof said[one] === 'string' && !OWNERS.test(one));
  const probes: Probe[] = [{ act: 'd', row: undefined, statement: `delete from ${table}` }];
  if (name)
    probes.push({
      act: 'u',
      row: undefined,
      statement: `update ${table} set ${name} = ${literal(String(said[name]))}`,
    });
  return probes;
}
