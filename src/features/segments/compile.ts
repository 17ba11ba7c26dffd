import { type RawBuilder, sql } from 'kysely';
import type { Attribute, Fact } from './attributes.ts';
import type { Condition, Rule } from './rule.ts';

/** Where a condition is asked: of which row, in whose days. Everything somebody typed becomes a parameter. */
export interface Place {
  workspaceId: string;
  zone: string;
  /** The day it is for the business, such as 2026-11-28. */
  today: string;
  /** The id of the row, such as `a.id`; of an account also its other columns under `a`. */
  id: RawBuilder<string>;
}

type Sql = RawBuilder<boolean>;
const no = sql<boolean>`false`;
const yes = sql<boolean>`true`;

/** One expression for a whole rule. A condition on something that is gone is met by nobody. */
export function compileRule(rule: Rule, attributes: readonly Attribute[], place: Place): Sql {
  if (rule.conditions.length === 0) return no;
  const parts = rule.conditions.map((condition) => compile(condition, attributes, place));
  return sql<boolean>`(${sql.join(parts, rule.match === 'all' ? sql` and ` : sql` or `)})`;
}

export function compile(condition: Condition, attributes: readonly Attribute[], place: Place): Sql {
  const attribute = attributes.find(({ on }) => on === condition.on);
  if (!attribute) return no;
  return attribute.field ? ofField(condition, attribute, place) : ofFact(condition, attribute, place);
}

const opposite = { not: 'is', lacks: 'has', none: 'any', empty: 'filled' } as const;

/** A denial is the opposite of what it denies, also where there is no value at all. */
function either(condition: Condition, build: (op: Condition['op']) => Sql): Sql {
  const denied = opposite[condition.op as keyof typeof opposite];
  return denied
    ? sql<boolean>`not coalesce(${build(denied)}, false)`
    : sql<boolean>`coalesce(${build(condition.op)}, false)`;
}

const columns = {
  text: 'text_value',
  choice: 'text_value',
  number: 'number_value',
  date: 'date_value',
  person: 'person_id',
};

function ofField(condition: Condition, { field, kind }: Attribute, { workspaceId, id, today }: Place): Sql {
  return either(condition, (op) => {
    const value = kind === 'file' ? null : sql.ref(`v.${columns[kind]}`);
    const met = op === 'filled' || !value ? yes : compare({ ...condition, op }, kind, value, today);
    return sql<boolean>`exists (select from field_values v where v.workspace_id = ${workspaceId}
      and v.field_id = ${field!.id}::uuid and v.subject_id = ${id} and ${met})`;
  });
}

function ofFact(condition: Condition, { on, kind }: Attribute, place: Place): Sql {
  return either(condition, (op) => {
    const given = { ...condition, op };
    const met = (value: RawBuilder<unknown>): Sql =>
      op === 'filled' ? sql<boolean>`${value} <> ''` : compare(given, kind, value, place.today);
    return facts[on as Fact](place, met, op);
  });
}

type Met = (value: RawBuilder<unknown>) => Sql;
const column = (name: string) => (_: Place, met: Met) => met(sql.ref(`a.${name}`));
const day = (name: string) => (place: Place, met: Met) =>
  met(sql`(${sql.ref(`a.${name}`)} at time zone ${place.zone})::date`);
const contacts = ({ workspaceId, id }: Place) => sql`contacts k where k.workspace_id = ${workspaceId}
  and k.account_id = ${id} and k.disabled_at is null and k.continues_as is null`;

/**
 * Whose address says something: the team wrote it down, or they have come in by it. A customer invites whatever address they like, and
 * would be in whatever segment they like; that the team reminds them of it later does not make it true.
 */
const isVouchedFor = ({ workspaceId }: Place) => sql<boolean>`(k.identity_id is not null or not coalesce((
  select i.invited_by_contact is not null from invitations i where i.workspace_id = ${workspaceId} and i.contact_id = k.id
  order by i.created_at, i.id limit 1), false))`;

/** Where each fact of a customer stands. */
const facts: Record<Fact, (place: Place, met: Met, op: Condition['op']) => Sql> = {
  name: column('name'),
  plan: column('plan'),
  place: column('place'),
  website: column('website'),
  reference: column('reference'),
  status: (_, met) => met(sql`case when a.archived_at is null then 'open' else 'archived' end`),
  created: day('created_at'),
  activity: day('active_at'),
  domain: (place, met) =>
    sql<boolean>`exists (select from ${contacts(place)} and ${isVouchedFor(place)} and ${met(sql`split_part(k.email::text, '@', 2)`)})`,
  people: (place, met) => met(sql`(select count(*) from ${contacts(place)})`),
  joined: (place, met) => met(sql`(select count(k.identity_id) from ${contacts(place)})`),
  team: ({ workspaceId, id }, met, op) => sql<boolean>`exists (select from account_members am
    where am.workspace_id = ${workspaceId} and am.account_id = ${id} and ${op === 'filled' ? yes : met(sql.ref('am.member_id'))})`,
};

function compare({ op, values }: Condition, kind: Attribute['kind'], value: RawBuilder<unknown>, today: string): Sql {
  const [first] = values;
  if (first === undefined) return no;
  if (kind === 'choice') return sql<boolean>`${value} = any (${values}::text[])`;
  if (kind === 'person') return sql<boolean>`${value} = any (${values}::uuid[])`;
  if (kind === 'number') {
    const than = op === 'over' ? sql`>` : op === 'under' ? sql`<` : sql`=`;
    return sql<boolean>`${value} ${than} ${first}::numeric`;
  }
  if (kind === 'date') return compareDay(op, value, first, sql`${today}::date`);
  const [said, asked] = [sql`app.folded(${value})`, sql`app.folded(${first}::text)`];
  if (op === 'has') return sql<boolean>`position(${asked} in ${said}) > 0`;
  return op === 'begins' ? sql<boolean>`starts_with(${said}, ${asked})` : sql<boolean>`${said} = ${asked}`;
}

function compareDay(op: Condition['op'], value: RawBuilder<unknown>, given: string, today: RawBuilder<unknown>): Sql {
  if (op === 'before') return sql<boolean>`${value} < ${given}::date`;
  if (op === 'after') return sql<boolean>`${value} > ${given}::date`;
  const days = sql`${given}::integer`;
  if (op === 'longer') return sql<boolean>`${value} < ${today} - ${days}`;
  return op === 'ahead'
    ? sql<boolean>`${value} between ${today} and ${today} + ${days}`
    : sql<boolean>`${value} between ${today} - ${days} and ${today}`;
}
