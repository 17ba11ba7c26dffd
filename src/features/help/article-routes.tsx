import type { Context } from 'hono';
import { replyIn } from '#features/article-replies/index.ts';
import { followButton } from '#features/following/index.ts';
import {
  articleLink,
  articlePath,
  type LiveArticle,
  languagesOf,
  liveArticle,
  liveArticlesBeside,
  nextEnd,
  rendered,
} from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { visitorToken } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import { Guard, guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { cardPath } from './card.ts';
import { framed } from './frame.tsx';
import { inLanguage, otherThan, spokenTo } from './language.ts';
import { linkFor } from './list-routes.tsx';
import { say } from './messages.ts';
import { categoriesOrDoor } from './open.ts';
import { said } from './said.ts';
import { articleData, trailData } from './structured.ts';
import { Actions, ArticlePage } from './views/article.tsx';
import { thanked, Votes, type VotesProps } from './views/votes.tsx';
import { vote, voteFields } from './vote.ts';

const RELATED = 5;

export function articleRoutes(room: Room): void {
  room.get('/help/:locale/:slug', 'anyone', (asking, c) =>
    articlePage(asking, c, { thanks: thanked.find((one) => one === c.req.query('thanks')) }),
  );

  // A vote is a form: no link, no crawler and no scanner of mails casts one.
  room.post('/help/:locale/:slug/votes', 'anyone', async (ctx, c) => {
    const found = await liveArticle(ctx, c.req.param('locale') ?? '', c.req.param('slug') ?? '');
    if (!found || 'moved' in found) throw notFound();
    const parsed = parseForm(voteFields, c.var.form, (key) => say(ctx.reader, key as 'error.comment'));
    if (!parsed.ok) {
      const [helpful, comment] = [c.var.form.get('helpful'), c.var.form.get('comment')];
      c.status(422);
      const answered = { thanks: helpful === 'yes' ? 'yes' : 'no', comment, errors: parsed.errors } as const;
      return articlePage(ctx, c, { ...answered, lang: c.var.form.get('lang') });
    }
    const { helpful, comment } = parsed.value;
    await vote(ctx, found.article, { helpful: helpful === 'yes', comment });
    const thanks = comment ? 'comment' : helpful;
    // In the language that the page was in.
    const lang = c.var.form.get('lang');
    const next = new URLSearchParams({ thanks, ...(lang && (await languagesOf(ctx)).includes(lang) ? { lang } : {}) });
    return c.redirect(`${articlePath(found.article)}?${next}#helpful`, 303);
  });
}

type Answered = Pick<VotesProps, 'thanks' | 'comment' | 'errors' | 'lang'>;

async function articlePage(asking: Ctx, c: Context<Env>, answered: Answered): Promise<Response> {
  const [locale, slug] = [c.req.param('locale') ?? '', c.req.param('slug') ?? ''];
  const languages = await languagesOf(asking);
  const named = answered.lang ?? c.req.query('lang');
  const wanted =
    named && languages.includes(named) ? named : asking.actor.kind === 'visitor' ? locale : asking.reader.locale;
  const found = await liveArticle(asking, locale, slug, wanted);
  const ctx = spokenTo(asking, wanted);
  if (!found) {
    // In its own language: whether there is anything is the same in all, and an address can name any.
    const there = await categoriesOrDoor(ctx, c, ctx.workspace.locale);
    if (there instanceof Response) return there;
    throw notFound();
  }
  // For good; but in another language only as long as there is none in this one.
  if ('moved' in found) return c.redirect(articlePath(found.moved), found.moved.locale === locale ? 301 : 302);
  const { article } = found;
  const [body, related, until, follows] = await Promise.all([
    rendered(ctx, article.html, article.locale, article.places),
    liveArticlesBeside(ctx, article, wanted, RELATED),
    nextEnd(ctx),
    followButton(ctx, c, { article: article.id }, articlePath(article)),
  ]);
  const { minutes, description } = said(article);
  const crumbs = crumbsOf(ctx, article, wanted, languages);
  const elsewhere = article.languages.find((one) => one.locale === wanted);
  return framed(ctx, c, {
    title: article.title,
    description,
    path: articlePath(article),
    lang: article.locale,
    alternates: article.languages.map((one) => ({ lang: one.locale, path: articlePath(one) })),
    tongues: languages.map((one) => {
      const text = article.languages.find(({ locale }) => locale === one);
      return { lang: one, path: text ? articlePath(text) : articleLink(article, one) };
    }),
    around: wanted,
    languages,
    fallback: articlePath(article.languages.find((one) => one.locale === ctx.workspace.locale) ?? article),
    crumbs,
    article: { published: article.publishedAt, changed: article.changedAt },
    data: [
      articleData(ctx, article, description, cardPath(ctx.workspace.brand)),
      trailData(ctx, crumbs, articlePath(article)),
    ],
    until: earliest(until, article.overdue ? null : article.verifiedUntil),
    content: (
      <ArticlePage
        ctx={ctx}
        article={article}
        body={body}
        minutes={minutes}
        wanted={wanted}
        named={languages.length > 1}
        elsewhere={elsewhere && articlePath(elsewhere)}
        crumbs={crumbs}
        related={related}
        articleLink={linkFor(wanted)}
        actions={<Actions ctx={ctx} article={article} follows={follows} reply={replyIn(c.req.query('reply'))} />}
        after={
          <Votes
            ctx={ctx}
            article={article}
            guard={guardIn(ctx, c)}
            {...answered}
            lang={named && languages.includes(named) ? named : undefined}
          />
        }
      />
    ),
  });
}

/** For a visitor the same on every page, whatever cookie they bring, so that the page is the same for all: their proof is nobody's secret. */
function guardIn(ctx: Ctx, c: Context<Env>) {
  if (ctx.actor.kind !== 'visitor') return <Guard guard={guardOf(c)} />;
  return (
    <>
      <input type="hidden" name="_token" value={visitorToken(ctx.platform, ctx.workspace.id)} />
      <input type="hidden" name="_page" value={new URL(c.req.url).pathname.replace(/\/votes$/, '')} />
    </>
  );
}

function crumbsOf(ctx: Ctx, { category, title, locale }: LiveArticle, lang: string, languages: readonly string[]) {
  const shelves = [category.parent, category.slug ? category : null].filter((one) => one !== null);
  return [
    { label: say(ctx.reader, 'title'), href: inLanguage('/help', lang, languages) },
    ...shelves.map((one) => ({
      label: one.title,
      href: inLanguage(`/help/${one.slug}`, lang, languages),
      lang: otherThan(ctx.reader, one.locale),
    })),
    { label: title, lang: otherThan(ctx.reader, locale) },
  ];
}

const earliest = (...dates: (Date | null)[]): Date | null =>
  dates.reduce((first, date) => (date && (!first || date < first) ? date : first), null);
