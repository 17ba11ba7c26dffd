import { gatesOf, type OpenTo, segmentsToName } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Writers } from '#platform/live/writers.ts';
import { textsOf } from './access.ts';
import { type Article, type ArticleText, type State, stateOf } from './article.ts';
import { type Category, categoriesOf } from './category.ts';
import { type Current, currentText, nothingYet } from './draft.ts';
import { forEditing } from './editing.ts';
import { factsOf } from './facts.ts';
import { type HiddenLink, hiddenLinks } from './hidden-links.ts';
import { historyOf, type Version } from './history.ts';
import { writtenIn } from './language-asked.ts';
import { languagesOf } from './languages.ts';
import { type ArticlePicture, picturesOf } from './pictures.ts';
import { whoIsWriting } from './presence.ts';
import { isWhole, membersByName } from './upkeep.ts';

/** Everything that stands on the page of one language of an article. */
export interface Editing {
  article: Article;
  locale: string;
  current: Current;
  /** The current text as an author has it before them. */
  body: string;
  /** What it links to, and its readers do not see. */
  hidden: HiddenLink[];
  text: ArticleText | undefined;
  texts: ArticleText[];
  state: State;
  /** Nothing is left of the article when this draft is thrown away. */
  whole: boolean;
  history: Omit<Version, 'html' | 'summary'>[];
  languages: string[];
  categories: Category[];
  members: { id: string; name: string }[];
  pictures: ArticlePicture[];
  /** Whom it is for, when it is for segments: by their names. */
  segments: string[];
  open: OpenTo | undefined;
  /** What other parts of the house know of it. */
  facts: Awaited<ReturnType<typeof factsOf>>;
  /** Colleagues who are writing on the same text just now. */
  writing: Writers;
}

export async function editing(ctx: CtxOf<Member>, article: Article, locale: string): Promise<Editing> {
  const [current, texts, history, languages, categories, members, pictures, gates, names, facts, writing, written] =
    await Promise.all([
      currentText(ctx, article.id, locale),
      textsOf(ctx, article.id),
      historyOf(ctx, article.id, locale),
      languagesOf(ctx),
      categoriesOf(ctx),
      membersByName(ctx),
      picturesOf(ctx, article.id),
      gatesOf(ctx, 'article'),
      segmentsToName(ctx),
      factsOf(ctx, article.id),
      whoIsWriting(ctx, article.id, locale),
      writtenIn(ctx, article.id),
    ]);
  const text = texts.find((one) => one.locale === locale);
  const open = gates.get(article.id);
  const stored = current ?? nothingYet;
  const [body, hidden] = await Promise.all([
    forEditing(ctx, stored.html),
    hiddenLinks(ctx, article, stored.html, locale),
  ]);
  return {
    article,
    locale,
    current: stored,
    body,
    hidden,
    text,
    texts,
    state: stateOf(text, ctx.now),
    whole: isWhole(texts, new Set(written), locale),
    history,
    languages: [...new Set([...languages, ...texts.map((one) => one.locale), locale])],
    categories,
    members,
    pictures,
    open,
    facts,
    writing,
    segments:
      open?.to === 'segments' ? names.filter(({ id }) => open.segments.includes(id)).map(({ name }) => name) : [],
  };
}
