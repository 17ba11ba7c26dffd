import { type Expression, sql } from 'kysely';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { kindsFor, type Line, type SearchKind } from './kinds.ts';
import { nearestFirst } from './meant.ts';
import { type Asked, begun, localesOf, MARK, shown, unmarked } from './words.ts';

/** `all` the words, one that is nearly it (`like`), or only `some` of them. */
export type How = 'all' | 'like' | 'some';

export interface Hit extends Line {
  kind: SearchKind;
  id: string;
  how: How;
  /** The words that were looked for stand between marks. */
  marked: string;
  snippet: string | null;
  /** The category of an article. */
  topic: string | null;
  /** When it ends, of what does. */
  until: Date | null;
}

export interface Group {
  kind: SearchKind;
  hits: Hit[];
}

export interface Found {
  groups: Group[];
  count: number;
  /** Nothing has exactly these words. */
  how: How;
  /** What was asked is of this language, and nothing in the reader's own has it. */
  tongue?: string;
}

interface Row {
  kind: string;
  id: string;
  how: How;
  locale: string;
  title: string;
  snippet: string | null;
  topic: string | null;
  until: Date | null;
}

export interface Wish {
  most: number;
  /** One kind only. */
  kind?: string | undefined;
  /** Within one topic of the help center. */
  topic?: string | undefined;
  /** Of these, pieces of the text are shown: of all, or from one place to another, and the words are marked in no others. */
  snippets?: boolean | { from: number; to: number };
  /** The language that somebody reads in, where that is not the one they are spoken to in. */
  lang?: string | undefined;
}

const NOTHING: Found = { groups: [], count: 0, how: 'all' };

/**
 * What whoever asks may find. The index is asked by walls it names itself, its rows are read through the policies, and each line
 * through those of its room: what does not come out of all three is not there, and is not counted.
 */
export async function find(ctx: Ctx, asked: Asked, wish: Wish): Promise<Found> {
  const kinds = kindsFor(ctx).filter(
    (kind) => (asked.only !== 'people' || kind.people) && (!wish.kind || kind.kind === wish.kind),
  );
  if (kinds.length === 0 || asked.only === 'places') return NOTHING;
  const found = await foundIn(ctx, asked, kinds, wish);
  return found.count > 0 || asked.words.length === 0
    ? found
    : ((await foundElsewhere(ctx, asked, kinds, wish)) ?? found);
}

/** How many languages are asked besides: each costs as much as a search. */
const MOST_TONGUES = 4;

/** Who reads in one language may know the thing by its word of another. */
async function foundElsewhere(ctx: Ctx, asked: Asked, kinds: SearchKind[], wish: Wish): Promise<Found | undefined> {
  const own = wish.lang ?? ctx.reader.locale;
  for (const kind of kinds) {
    const tongues = ((await kind.tongues?.(ctx)) ?? []).filter((tongue) => tongue !== own);
    for (const tongue of tongues.slice(0, MOST_TONGUES)) {
      const found = await foundIn(ctx, { ...asked, number: null }, [kind], { ...wish, lang: tongue });
      if (found.count > 0) return { ...found, tongue };
    }
  }
  return undefined;
}

async function foundIn(ctx: Ctx, asked: Asked, kinds: SearchKind[], wish: Wish): Promise<Found> {
  const [rows, numbered, titled] = await Promise.all([
    asked.words.length > 0 ? entries(ctx, asked, kinds, wish) : [],
    asked.number === null ? [] : Promise.all(kinds.map((kind) => kind.byNumber?.(ctx, asked.number as number) ?? null)),
    asked.words.length === 0 ? [] : Promise.all(kinds.map((kind) => kind.titled?.(ctx, asked.words, wish.most) ?? [])),
  ]);
  const groups = await Promise.all(
    kinds.map(async (kind, at) => {
      const first = [numbered[at] ?? [], titled[at] ?? []].flat();
      const hits = await hitsOf(ctx, kind, rows, first, wish);
      return { kind, hits: nearestFirst(asked.words, hits).slice(0, wish.most) };
    }),
  );
  const shown = bestFirst(groups.filter(({ hits }) => hits.length > 0));
  return {
    groups: shown,
    count: shown.reduce((sum, { hits }) => sum + hits.length, 0),
    how: shown[0]?.hits[0]?.how ?? 'all',
  };
}

/** Whoever or whatever has that name or number stands before what only mentions it; else the order is that of the kinds. */
function bestFirst(groups: Group[]): Group[] {
  const place = ({ kind, hits: [first] }: Group): number => {
    if (!first || first.how === 'some') return 2;
    if (first.id === first.href) return kind.titled ? 1 : 0;
    if (!first.marked.includes(MARK.from)) return 2;
    return kind.people ? 0 : 1;
  };
  return groups.toSorted((one, other) => place(one) - place(other));
}

async function hitsOf(ctx: Ctx, kind: SearchKind, rows: Row[], first: Line[], wish: Wish): Promise<Hit[]> {
  const own = new Map<string, Row>();
  for (const row of rows)
    if (row.kind === kind.kind || kind.also?.includes(row.kind)) {
      const known = own.get(row.id);
      // The thing itself says its title; what leads to it may say better where the words are.
      if (!known) own.set(row.id, row);
      else own.set(row.id, { ...known, snippet: known.snippet ?? row.snippet, title: known.title || row.title });
    }
  const found = [...own.values()].map((row) => ({ ...row, title: unmarked(row.title) }));
  const lines =
    found.length > 0 ? await kind.lines(ctx, found, wish.lang ?? ctx.reader.locale) : new Map<string, Line>();
  const hits = first.map((line): Hit => {
    return { ...line, kind, id: line.href, how: 'all', marked: line.title, snippet: null, topic: null, until: null };
  });
  for (const [id, row] of own) {
    const line = lines.get(id);
    if (!line || first.some(({ href }) => href === line.href)) continue;
    // What is read in another language than it was found in has other words.
    const same = line.lang === undefined || line.lang === row.locale;
    const [marked, snippet] = same ? [row.title || line.title, row.snippet] : [line.title, null];
    hits.push({ ...line, kind, id, how: row.how, marked, snippet, topic: row.topic, until: row.until });
  }
  return hits;
}

interface Searched {
  words: string[];
  locales: string[];
  names: string[];
  most: number;
  topic: string | null;
  /** Of which pieces of the text are shown, where not of all that have any. */
  from: number | undefined;
  to: number | undefined;
}

const searched = kept((by, given: Given<Searched>, pieces: 'with pieces' | 'without') => {
  const { words, locales, names, most, topic, from, to } = given;
  const piece = sql`case when e.body <> '' then app.marked(left(e.body, 8000), s.marks, false) end`;
  const whole = sql`app.marked(e.title, s.marks, true)`;
  const ofPage = from && to ? within(from, to) : undefined;
  const title = ofPage ? sql`case when ${ofPage} then ${whole} else e.title end` : whole;
  const snippet = pieces === 'without' ? sql`null` : ofPage ? sql`case when ${ofPage} then ${piece} end` : piece;
  return sql<Row>`
    select s.kind, s.of_id as id, s.how, s.locale, ${title} as title, ${snippet} as snippet, e.topic_id as topic,
      e.live_until as until
    from app.search(${words}::text[], ${locales}::text[], ${names}::text[], ${most}, ${topic}::uuid) s
    join search_entries e on e.workspace_id = ${by.workspace.id} and e.kind = s.kind and e.object_id = s.object_id
      and e.locale = s.locale
    order by s.score desc`;
});

async function entries(ctx: Ctx, asked: Asked, kinds: SearchKind[], wish: Wish): Promise<Row[]> {
  // What is found by its titles stands in no index.
  const names = kinds.flatMap(({ kind, also = [], titled }) => (titled ? [] : [kind, ...also]));
  const some = typeof wish.snippets === 'object' ? wish.snippets : undefined;
  const given = { words: asked.words, locales: localesOf(ctx, wish.lang), names, most: wish.most };
  const rows = await searched.all(
    ctx,
    { ...given, topic: wish.topic ?? null, from: some && some.from + 1, to: some?.to },
    wish.snippets ? 'with pieces' : 'without',
  );
  return rows.map((row) => {
    const snippet = shown(row.snippet ?? '', asked.words);
    return {
      ...row,
      title: shown(row.title, asked.words),
      snippet: snippet.includes(MARK.from) ? begun(snippet) : null,
    };
  });
}

/** Only in those that are shown: a piece costs more than finding it. What only nearly has the words is put in another order by them (meant.ts). */
const within = (from: Expression<number>, to: Expression<number>) =>
  sql`s.how = 'like' or row_number() over (order by s.score desc) between ${from} and ${to}`;
