import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/db/scope.ts';
import { articleWords } from './article-texts.ts';
import { type Frame, idAt, moment } from './rows.ts';

/** What does not depend on the row. */
type Span = Pick<Frame, 'size' | 'start' | 'end'>;

const CATEGORIES = 40;
const locales = Object.keys(articleWords);

const number = (value: number) => sql<number>`${sql.lit(value)}::bigint`;
const workspace = (frame: Span) => sql.lit(frame.size.workspaceId);
const n = sql<number>`a.n`;
const categoryId = (frame: Span, at: RawBuilder<number>) =>
  idAt('category', sql<number>`(${number(frame.start)} + ${at})`, at);
/** When an article was written: spread over the whole time, in no order. */
const written = (frame: Span) => {
  const step = Math.floor((frame.end - frame.start) / frame.size.articles);
  return sql<number>`(${number(frame.start)} + (a.n * 7919 % ${number(frame.size.articles)}) * ${number(step)})`;
};
const articleId = (frame: Span) => idAt('article', written(frame), n);
const versionId = (frame: Span) =>
  idAt('version', written(frame), sql<number>`(a.n * ${number(locales.length)} + l.at)`);
/** One in ten is for customers, one for the team. */
const audience = sql<string>`(case a.n % 10 when 8 then 'signed_in' when 9 then 'member' else 'public' end)`;
const rows = (first: number, last: number) => sql`generate_series(${number(first)}, ${number(last - 1)}) a (n)`;

/** The languages and topics of the help center. */
export async function insertTopics(db: Db, frame: Span): Promise<void> {
  const at = sql<number>`a.n`;
  for (const locale of locales.filter((one) => one !== 'en'))
    await db.insertInto('help_languages').values({ workspace_id: frame.size.workspaceId, locale }).execute();
  await sql`insert into categories (workspace_id, id, slug, position)
    select ${workspace(frame)}, ${categoryId(frame, at)}, 'topic-' || a.n + 1, a.n from ${rows(0, CATEGORIES)}`.execute(
    db,
  );
  await sql`insert into category_texts (workspace_id, category_id, locale, title)
    select ${workspace(frame)}, ${categoryId(frame, at)}, 'en', 'Topic ' || a.n + 1 from ${rows(0, CATEGORIES)}`.execute(
    db,
  );
  await db
    .insertInto('counters')
    .values({ workspace_id: frame.size.workspaceId, name: 'article', value: frame.size.articles })
    .execute();
}

/**
 * What articles say: in a language of so many sentences no more than so many bodies, for the next sentence follows from the first. Each is put
 * together, and its words are found, once.
 */
function bodies() {
  const given = locales.map((locale, at) => ({ locale, at, ...articleWords[locale as 'en'] }));
  const sentences = [0, 17, 34, 51, 68, 85].map(
    (further) => sql`l.sentences ->> ((b.n * 31 + ${number(further)}) % jsonb_array_length(l.sentences))::int`,
  );
  const html = sentences.map((one) => sql`'<p>' || (${one}) || '</p>'`);
  return sql`l as materialized (select l.*, jsonb_array_length(l.sentences) as many, b.n, s.html, s.body,
      to_tsvector('app.words', s.cut) || strip(to_tsvector(app.words_of_language(l.locale), s.cut)) as words
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) l (locale text, at int, verbs jsonb, things jsonb, sentences jsonb),
      generate_series(0, jsonb_array_length(l.sentences) - 1) b (n),
      lateral (select t.*, app.in_pieces(t.body) as cut
        from (select ${sql.join(html, sql` || `)} as html, concat_ws(' ', ${sql.join(sentences)}) as body offset 0) t) s)`;
}

/** Articles in four languages, published; what the search finds of them comes first, so that the triggers have nothing to add. */
export async function insertArticles(db: Db, frame: Span, first: number, last: number): Promise<void> {
  const pick = (list: string, by: string) =>
    sql`(l.${sql.raw(list)} ->> ((${sql.raw(by)}) % jsonb_array_length(l.${sql.raw(list)}))::int)`;
  const title = sql`(${pick('verbs', 'a.n')} || ' ' || ${pick('things', 'a.n / 7')} || ' ' || a.n + 1)`;
  const inEach = sql`${rows(first, last)} join l on l.n = a.n % l.many`;
  const at = moment(written(frame));
  await sql`insert into articles (workspace_id, id, number, category_id, position, audience, created_at, updated_at)
    select ${workspace(frame)}, ${articleId(frame)}, a.n + 1, ${categoryId(frame, sql<number>`(a.n % ${number(CATEGORIES)})`)}, a.n,
      ${audience}, ${at}, ${at} from ${rows(first, last)}`.execute(db);
  await sql`with ${bodies()}
    insert into article_versions (workspace_id, id, article_id, locale, n, title, body_html, created_at)
    select ${workspace(frame)}, ${versionId(frame)}, ${articleId(frame)}, l.locale, 1, ${title}, l.html, ${at} from ${inEach}`.execute(
    db,
  );
  await sql`with ${bodies()}
    insert into search_entries (workspace_id, kind, object_id, locale, of_id, audience, topic_id, live_from, beside, stands_in, title, body, at, words)
    select ${workspace(frame)}, 'article', ${articleId(frame)}, l.locale, ${articleId(frame)}, ${audience},
      ${categoryId(frame, sql<number>`(a.n % ${number(CATEGORIES)})`)}, ${at},
      array_remove(${sql.lit(`{${[...locales].sort().join()}}`)}::text[], l.locale), l.locale = 'en', s.title, l.body, ${at},
      app.as_words(l.locale, s.title, 'A') || l.words
    from ${inEach}, lateral (select ${title} as title offset 0) s`.execute(db);
  await sql`with ${bodies()}
    insert into article_texts (workspace_id, article_id, locale, slug, version_id, live_from, shown_at, published_at, created_at, updated_at)
    select ${workspace(frame)}, ${articleId(frame)}, l.locale, 'article-' || a.n + 1, ${versionId(frame)}, ${at}, ${at}, ${at}, ${at}, ${at}
    from ${inEach}`.execute(db);
}
