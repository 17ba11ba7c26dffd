import { choiceLabel, type Field, fieldsOf, type Kind, peopleToName, type Subject } from '#features/fields/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { say } from './messages.ts';
import { type Operator, operators } from './rule.ts';

/** What a change must touch for a rule to be weighed again: the names that the triggers of migration 0210 know. */
export type Input = 'account' | 'activity' | 'team' | 'people' | 'fields';

/** Something a condition can speak of. */
export interface Attribute {
  on: string;
  label: string;
  kind: Kind;
  input: Input;
  /** There is always a value. */
  always?: boolean;
  options?: Options;
  field?: Field;
}

const facts = [
  ['name', 'text', 'account', true],
  ['plan', 'choice', 'account', false],
  ['place', 'text', 'account', false],
  ['website', 'text', 'account', false],
  ['reference', 'text', 'account', false],
  ['domain', 'text', 'people', false],
  ['team', 'person', 'team', false],
  ['people', 'number', 'people', true],
  ['joined', 'number', 'people', true],
  ['created', 'date', 'account', true],
  ['activity', 'date', 'activity', true],
  ['status', 'choice', 'account', true],
] as const satisfies readonly (readonly [string, Kind, Input, boolean])[];

export type Fact = (typeof facts)[number][0];

export const operatorsOf = ({ kind, always }: Pick<Attribute, 'kind' | 'always'>): readonly Operator[] =>
  operators[kind].filter((op) => !(always && (op === 'filled' || op === 'empty')));

/** What can be asked of customers, or of tickets: those of its own fields that the reader may see. */
export async function attributesOf(ctx: Ctx, subject: Subject): Promise<Attribute[]> {
  const own = subject === 'account';
  const [fields, plans, team] = await Promise.all([
    fieldsOf(ctx, subject),
    own ? plansOf(ctx) : [],
    own ? people(ctx) : [],
  ]);
  if (own) return [...factsOf(ctx, plans, team), ...fields.map((field) => ofField(field, team))];
  // A list of tickets is opened often, and rarely has such a field.
  const named = fields.some(({ kind }) => kind === 'person') ? await people(ctx) : [];
  return fields.map((field) => ofField(field, named));
}

type Options = { value: string; label: string }[];

const people = async (ctx: Ctx): Promise<Options> =>
  (await peopleToName(ctx)).map(({ id, name }) => ({ value: id, label: name }));

function factsOf(ctx: Ctx, plans: string[], team: Options): Attribute[] {
  const options: Partial<Record<Fact, Options>> = {
    plan: plans.map((value) => ({ value, label: value })),
    team,
    status: (['open', 'archived'] as const).map((value) => ({ value, label: say(ctx.reader, `status.${value}`) })),
  };
  return facts.map(([on, kind, input, always]) => ({
    ...{ on, kind, input, always, label: say(ctx.reader, `fact.${on}`) },
    ...(options[on] ? { options: options[on] } : {}),
  }));
}

const ofField = (field: Field, team: Options): Attribute => ({
  on: `field:${field.id}`,
  label: field.label,
  kind: field.kind,
  input: 'fields',
  field,
  ...(field.kind === 'choice'
    ? { options: field.choices.map((value) => ({ value, label: choiceLabel(field, value) })) }
    : {}),
  ...(field.kind === 'person' ? { options: team } : {}),
});

/** What was bought, in the words that stand there. */
async function plansOf(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('plan')
    .distinct()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('plan', '<>', '')
    .orderBy('plan')
    .limit(100)
    .execute();
  return rows.map((row) => row.plan);
}
