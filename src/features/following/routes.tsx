import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { articlePath, categoriesFor, liveArticle, liveArticlesById } from '#features/knowledge/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import {
  countOf,
  endAll,
  endOne,
  type Followed,
  follow,
  followedBy,
  isFollowing,
  type Own,
  unfollow,
} from './follow.ts';
import { identityBehind } from './link.ts';
import { say } from './messages.ts';
import { FollowButton } from './views/button.tsx';
import { EndingPage, NoSuchLink } from './views/ending.tsx';
import { FollowingPage, type Listed } from './views/following.tsx';

/** Behind the help center's door: what is shut cannot be followed. */
export const helpRoom = createRoom('following', 'help');
/** What one follows can be ended whatever is shut. */
export const room = createRoom('following');

helpRoom.post('/help/:category/follow', 'signed-in', async (ctx, c) => {
  const slug = c.req.param('category') ?? '';
  const category = (await categoriesFor(ctx, ctx.reader.locale)).find((one) => one.slug === slug);
  if (!category) throw notFound();
  return choose(ctx, c, { category: category.id }, `/help/${slug}`);
});

helpRoom.post('/help/:locale/:slug/follow', 'signed-in', async (ctx, c) => {
  const found = await liveArticle(ctx, c.req.param('locale') ?? '', c.req.param('slug') ?? '');
  if (!found || 'moved' in found) throw notFound();
  return choose(ctx, c, { article: found.article.id }, articlePath(found.article));
});

async function choose(ctx: Own, c: Context<Env>, what: Followed, back: string): Promise<Response> {
  const ends = c.var.form.get('follow') === 'no';
  await (ends ? unfollow : follow)(ctx, what);
  flash(c, say(ctx.reader, ends ? 'unfollowed' : 'followed'));
  return c.redirect(back, 303);
}

/** For whoever is signed in and is not looked through: the button, as it stands now. */
export async function followButton(ctx: Ctx, c: Context<Env>, what: Followed, page: string): Promise<Child> {
  const { actor } = ctx;
  if ((actor.kind !== 'contact' && actor.kind !== 'member') || ctx.viewing) return null;
  const own: Own = { ...ctx, actor };
  return (
    <FollowButton ctx={own} guard={guardOf(c)} action={`${page}/follow`} following={await isFollowing(own, what)} />
  );
}

room.get('/account/following', 'signed-in', async (ctx, c) => {
  const title = say(ctx.reader, 'title');
  const crumbs = [{ label: say(ctx.reader, 'account'), href: '/account' }, { label: title }];
  return c.render(<FollowingPage ctx={ctx} guard={guardOf(c)} listed={await listed(ctx)} />, { title, crumbs });
});

async function listed(ctx: Own): Promise<Listed[]> {
  const follows = await followedBy(ctx);
  const { locale } = ctx.reader;
  const [articles, categories] = await Promise.all([
    liveArticlesById(
      ctx,
      follows.flatMap(({ articleId }) => articleId ?? []),
      locale,
    ),
    categoriesFor(ctx, locale),
  ]);
  const other = (lang: string) => (lang === locale ? undefined : lang);
  return follows.map(({ id, articleId, categoryId }) => {
    if (articleId) {
      const article = articles.get(articleId);
      const seen = article && { href: articlePath(article), lang: other(article.locale) };
      return { id, kind: 'article', title: article?.title, href: undefined, ...seen };
    }
    const category = categories.find((one) => one.id === categoryId);
    const seen = category && { href: `/help/${category.slug}`, lang: other(category.locale) };
    return { id, kind: 'category', title: category?.title, href: undefined, ...seen };
  });
}

// Opening it ends nothing: mail scanners and previews open links, too.
room.get('/account/following/ending', 'anyone', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const identityId = identityBehind(ctx, token);
  if (!identityId) return noSuchLink(ctx, c);
  const n = await countOf(ctx, identityId);
  const page = <EndingPage ctx={ctx} guard={guardOf(c, '')} token={token} n={n} />;
  return c.render(page, { title: say(ctx.reader, n ? 'ending.title' : 'ended.title'), layout: 'door' });
});

room.post('/account/following/ending', 'anyone', async (ctx, c) => {
  const token = c.var.form.get('token') ?? '';
  const identityId = identityBehind(ctx, token);
  if (!identityId) return noSuchLink(ctx, c);
  await endAll(ctx, identityId);
  return c.redirect(`/account/following/ending?token=${token}`, 303);
});

room.post('/account/following/:id/ending', 'signed-in', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  if (!isId(id) || !(await endOne(ctx, id))) throw notFound();
  flash(c, say(ctx.reader, 'unfollowed'));
  return c.redirect('/account/following', 303);
});

function noSuchLink(ctx: Ctx, c: Context<Env>) {
  c.status(410);
  return c.render(<NoSuchLink ctx={ctx} />, { title: say(ctx.reader, 'link.title'), layout: 'door' });
}
