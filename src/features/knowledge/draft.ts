import { z } from 'zod';
import type { Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { onlyReadable, pastedLine, prose } from '#platform/http/line.ts';
import { escapeText } from '#platform/richtext/escape.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { lockArticle, mayWrite, textIn } from './access.ts';
import type { Article } from './article.ts';
import { type Body, cleanBody } from './body.ts';
import { ARTICLES_TOPIC } from './events.ts';
import { type Merged, merged } from './merge.ts';
import { picturesNamed, withOwnPictures } from './pictures.ts';

/** What somebody writes of one language. `html` is anybody's until `cleanFor` has had it. */
export interface Written {
  title: string;
  summary: string;
  html: string;
}

/** The fields of the form. Messages are keys of the knowledge catalog. */
export const draftFields = z.object({
  // A long title is written in lines of its field.
  title: z.preprocess(
    (said) => (typeof said === 'string' ? said.replaceAll(/\s+/g, ' ') : said),
    pastedLine(200, 'error.title.long', 'error.title'),
  ),
  summary: prose(300, 'error.summary.long').optional().default(''),
  body: z.string().max(8_000_000, 'error.body.long').optional().default(''),
  /** The last save that the writer knew of; 0 when there was none. */
  revision: z.coerce.number().int().min(0).catch(0),
});

/** The text as it stands with the team: what was saved last, published or not. */
export interface Current extends Written {
  revision: number;
  savedAt: Date | null;
  savedBy: string | null;
  savedById: string | null;
  /** There is something in it that was not published. */
  open: boolean;
}

export const nothingYet: Current = {
  title: '',
  summary: '',
  html: '',
  revision: 0,
  savedAt: null,
  savedBy: null,
  savedById: null,
  open: false,
};

/** The last save of a language; of what has no draft any more, the version that was published last. */
export async function currentText(ctx: Ctx, articleId: string, locale: string): Promise<Current | undefined> {
  const [draft, text] = await Promise.all([draftOf(ctx, articleId, locale), textIn(ctx, articleId, locale)]);
  const settled = text?.settled ?? 0;
  if (draft && draft.revision > settled) return { ...draft, open: true };
  const version = await latestVersion(ctx, articleId, locale);
  if (!version) return undefined;
  return { ...version, revision: settled, open: false };
}

export const draftOf = (ctx: Ctx, articleId: string, locale: string, revision?: number) =>
  ctx.db
    .selectFrom('article_drafts as d')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'd.workspace_id').onRef('m.id', '=', 'd.member_id'),
    )
    .select(['d.revision', 'd.title', 'd.summary', 'd.body_html as html', 'd.saved_at as savedAt'])
    .select(['m.name as savedBy', 'd.member_id as savedById'])
    .where('d.workspace_id', '=', ctx.workspace.id)
    .where('d.article_id', '=', articleId)
    .where('d.locale', '=', locale)
    .$if(revision !== undefined, (query) => query.where('d.revision', '=', revision!))
    .orderBy('d.revision', 'desc')
    .limit(1)
    .executeTakeFirst();

const latestVersion = (ctx: Ctx, articleId: string, locale: string, revision?: number) =>
  ctx.db
    .selectFrom('article_versions as v')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.id', '=', 'v.member_id'),
    )
    .select(['v.title', 'v.summary', 'v.body_html as html', 'v.created_at as savedAt', 'm.name as savedBy'])
    .select('v.member_id as savedById')
    .where('v.workspace_id', '=', ctx.workspace.id)
    .where('v.article_id', '=', articleId)
    .where('v.locale', '=', locale)
    .$if(revision !== undefined, (query) => query.where('v.revision', '=', revision!))
    .orderBy('v.n', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Makes what came safe, and says what it lost. Text without a single tag is taken for paragraphs. */
export async function cleanFor(ctx: Ctx, article: Pick<Article, 'id'>, html: string): Promise<Body> {
  if (!/<[a-z!/]/i.test(html)) return { html: fromPlainText(onlyReadable(html)), lost: {} };
  const named = await picturesNamed(ctx, html);
  const { html: clean, lost } = cleanBody(html, (id) => named.has(id));
  // Lines that an editor leaves behind the last thing.
  return { html: await withOwnPictures(ctx, article.id, withoutEmptyEnd(clean)), lost };
}

const EMPTY = ['<p></p>', '<p><br /></p>'];

/** From its end, one after another: a pattern would begin anew at each empty line there is. */
function withoutEmptyEnd(html: string): string {
  let end = html.trimEnd().length;
  for (let last: string | undefined; ; ) {
    last = EMPTY.find((one) => html.endsWith(one, end));
    if (!last) return html.slice(0, end);
    end -= last.length;
    while (end > 0 && /\s/.test(html[end - 1]!)) end--;
  }
}

export type Saved = { revision: number; lost: Body['lost']; empty: boolean } & (
  | { outcome: 'saved' | 'same' }
  /** Somebody had saved in between; where they wrote, nobody else did. */
  | { outcome: 'merged'; by: string | null; own: boolean }
  /** Both wrote at the same place. Nothing was saved: what stands in the form now has both. */
  | { outcome: 'clash'; by: string | null; own: boolean; both: Written; clashes: Merged['clashes'] }
);

/** Keeps what somebody wrote. A save names the one it began with, so that nobody's words are lost to another's. */
export async function saveDraft(
  ctx: Ctx,
  number: string,
  locale: string,
  input: Written & { revision: number },
): Promise<Saved> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  const { html, lost } = await cleanFor(ctx, article, input.html);
  const mine = { title: input.title, summary: input.summary, html };
  const theirs = (await currentText(ctx, article.id, locale)) ?? nothingYet;
  const said = { lost, empty: html === '' };
  if (isSame(mine, theirs)) return { outcome: 'same', revision: theirs.revision, ...said };
  const next = (theirs.revision || (await lastDropped(ctx, article.id))) + 1;
  if (input.revision === theirs.revision) {
    await writeDraft(ctx, article, locale, next, mine);
    return { outcome: 'saved', revision: next, ...said };
  }
  const base = (await textAt(ctx, article.id, locale, input.revision)) ?? nothingYet;
  const { both, clashes } = together(base, mine, theirs);
  const own = ctx.actor.kind === 'member' && theirs.savedById === ctx.actor.personId;
  if (clashes.length > 0)
    return { outcome: 'clash', revision: theirs.revision, by: theirs.savedBy, own, both, clashes, ...said };
  await writeDraft(ctx, article, locale, next, both);
  return { outcome: 'merged', revision: next, by: theirs.savedBy, own, lost, empty: both.html === '' };
}

const lastDropped = async (ctx: Ctx, articleId: string): Promise<number> => {
  const { dropped_revision: revision } = await ctx.db
    .selectFrom('articles')
    .select('dropped_revision')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', articleId)
    .executeTakeFirstOrThrow();
  return revision;
};

export const isSame = (one: Written, other: Written): boolean =>
  one.title === other.title && one.summary === other.summary && one.html === other.html;

/** What somebody had before them when they began. */
async function textAt(ctx: Ctx, articleId: string, locale: string, revision: number): Promise<Written | undefined> {
  if (revision === 0) return undefined;
  return (await draftOf(ctx, articleId, locale, revision)) ?? (await latestVersion(ctx, articleId, locale, revision));
}

function together(base: Written, mine: Written, theirs: Written): { both: Written; clashes: Merged['clashes'] } {
  const { html, clashes } = merged(base.html, mine.html, theirs.html);
  const line = (name: 'title' | 'summary') => {
    if (mine[name] === base[name]) return theirs[name];
    if (theirs[name] !== base[name] && theirs[name] !== mine[name])
      clashes.push({ mine: escapeText(mine[name]), theirs: escapeText(theirs[name]) });
    return mine[name];
  };
  return { both: { title: line('title'), summary: line('summary'), html }, clashes };
}

/** One more save. Its text is clean already. */
export async function writeDraft(
  ctx: Ctx,
  article: Pick<Article, 'id'>,
  locale: string,
  revision: number,
  { title, summary, html }: Written,
): Promise<void> {
  await ctx.db
    .insertInto('article_drafts')
    .values({
      workspace_id: ctx.workspace.id,
      article_id: article.id,
      locale,
      revision,
      title,
      summary,
      body_html: html,
      member_id: ctx.actor.kind === 'member' ? ctx.actor.personId : null,
      saved_at: ctx.now,
    })
    .execute();
  ctx.marks.add(ARTICLES_TOPIC).add(`article:${article.id}`);
}

/** What was saved up to here is published, or thrown away. */
export async function settle(ctx: Ctx, articleId: string, locale: string, revision: number): Promise<void> {
  await ctx.db
    .updateTable('article_texts')
    .set({ settled: revision })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .where('locale', '=', locale)
    .execute();
}
