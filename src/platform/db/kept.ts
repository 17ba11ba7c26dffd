import { CompiledQuery, type Expression, type QueryExecutorProvider, sql } from 'kysely';
import { openHandle } from './handle.ts';
import type { Db } from './scope.ts';

/** A value or, in a statement that is kept, the place where one will stand. */
export type Said<T> = T | Expression<T>;

/**
 * Whoever asks, as far as a statement speaks of them: `Ctx` is one. Nothing can be decided by what is a value; what is none may
 * decide how a statement reads, which is then kept once for each. A right that is not named here is a variant's.
 */
export interface Asker<Value = Said<string>> {
  db: Db;
  workspace: { id: Value };
  actor:
    | { kind: 'visitor' | 'system' }
    | { kind: 'member'; personId: Value; identityId: Value }
    | {
        kind: 'contact';
        personId: Value;
        identityId: Value;
        accountId: Value;
        colleagues: 'all' | 'named' | 'own';
        answers: boolean;
        rights: { has(right: 'tickets.reply'): boolean };
      };
}

/** The places of a statement's values. Where one that may be absent is, it is absent here, too: that is another statement. */
export type Given<Values> = {
  readonly [Name in keyof Values]: Expression<Exclude<Values[Name], undefined>> | Extract<Values[Name], undefined>;
};

/** The same of what is said in a statement that is kept and in one that is not. */
export type SaidOf<Values> = {
  readonly [Name in keyof Values]: Said<Exclude<Values[Name], undefined>> | Extract<Values[Name], undefined>;
};

/** What else decides how a statement reads: a few words and numbers, never what somebody typed. */
type Variant = string | { readonly [name: string]: string | number | boolean } | undefined;

/** A statement of Kysely's builder, or of `sql`. */
interface Written<Row> {
  compile(by: QueryExecutorProvider): CompiledQuery<Row>;
}

export interface Kept<Values, V, Row> {
  all(...asked: Asked<Values, V>): Promise<Row[]>;
  first(...asked: Asked<Values, V>): Promise<Row | undefined>;
  /** The one row that there always is. */
  one(...asked: Asked<Values, V>): Promise<Row>;
}

type Asked<Values, V> = [asker: Asker<string>, values: Values, ...variant: undefined extends V ? [] : [V]];

/** What stands for a value in the text that is kept, and where the value is found when it is asked. */
class Blank {
  readonly name: string;
  readonly of: (asker: Asker<string>, values: object) => unknown;
  constructor(name: string, of: Blank['of']) {
    this.name = name;
    this.of = of;
  }
}

/** Where a statement has more, something is a variant that should be a value: the rest are written anew each time. */
const MOST_VARIANTS = 500;

/** To write with, and to ask nothing. */
const paper = openHandle(() => Promise.reject(new Error('what is kept is asked by whoever asks'))).db;

/**
 * A statement that is written once and then only given its values: to build and compile one costs as much as to send it, on every
 * page. `write` says it over places, and looks at nothing besides what it is handed: what else it looked at would stay as it was.
 */
export function kept<Values extends object, Row, V extends Variant = undefined>(
  write: (asker: Asker<Expression<string>>, given: Given<Values>, variant: V) => Written<Row>,
): Kept<Values, V, Row> {
  const texts = new Map<string, CompiledQuery>();
  const textFor = (...[asker, values, variant]: Asked<Values, V>): CompiledQuery => {
    const names = namesIn(values);
    const key = `${standing(asker.actor)} ${names.join()} ${typeof variant === 'object' ? JSON.stringify(variant) : variant}`;
    const known = texts.get(key);
    if (known) return known;
    const given = Object.fromEntries(names.map((name) => [name, blank(name, (_, said) => said[name as keyof object])]));
    const { sql, parameters } = write(onPaper(asker.actor), given as Given<Values>, variant as V).compile(paper);
    holdToValues(sql, parameters, names);
    // Without the tree that it was made of, which takes ten times its room.
    const text = CompiledQuery.raw(sql, [...parameters]);
    if (texts.size < MOST_VARIANTS) texts.set(key, text);
    return text;
  };
  const all = async (...asked: Asked<Values, V>): Promise<Row[]> => {
    const [asker, values] = asked;
    const text = textFor(...asked);
    const parameters = text.parameters.map((one) => (one instanceof Blank ? one.of(asker, values) : one));
    return (await asker.db.executeQuery<Row>({ ...text, parameters })).rows;
  };
  return {
    all,
    first: async (...asked) => (await all(...asked))[0],
    async one(...asked) {
      const [row] = await all(...asked);
      if (row === undefined) throw new Error(`there is no row: ${textFor(...asked).sql}`);
      return row;
    },
  };
}

const namesIn = (values: object): string[] =>
  Object.keys(values).filter((name) => values[name as keyof object] !== undefined);

const blank = (name: string, of: Blank['of']): Expression<string> => sql<string>`${new Blank(name, of)}`;

/** What of whoever asks may decide how a statement reads. */
function standing(actor: Asker['actor']): string {
  if (actor.kind !== 'contact') return actor.kind;
  return `contact ${actor.colleagues} ${actor.answers} ${actor.rights.has('tickets.reply')}`;
}

function onPaper(actor: Asker<string>['actor']): Asker<Expression<string>> {
  const its = (name: string) => blank(`their ${name}`, (asker) => asker.actor[name as 'kind']);
  const workspace = { id: blank('their workspace', (asker) => asker.workspace.id) };
  const person = { personId: its('personId'), identityId: its('identityId') };
  if (actor.kind === 'member') return { db: paper, workspace, actor: { kind: actor.kind, ...person } };
  if (actor.kind !== 'contact') return { db: paper, workspace, actor: { kind: actor.kind } };
  const { kind, colleagues, answers } = actor;
  const replies = actor.rights.has('tickets.reply');
  const rights = { has: () => replies };
  return { db: paper, workspace, actor: { kind, ...person, accountId: its('accountId'), colleagues, answers, rights } };
}

/** A value that a statement was given and does not say would narrow nothing; one that it says and was not given is none. */
function holdToValues(text: string, parameters: readonly unknown[], names: readonly string[]): void {
  const places = parameters.flatMap((one) => (one instanceof Blank ? [one.name] : []));
  const unsaid = names.find((name) => !places.includes(name));
  if (unsaid) throw new Error(`"${unsaid}" is given, and nowhere in the statement: ${text}`);
  if (parameters.includes(undefined)) throw new Error(`a value of the statement is missing: ${text}`);
}
