import { languagesOf, mayWrite } from '#features/knowledge/index.ts';
import { askedIn, find } from '#features/search/index.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { byPrograms, dismiss, inVain } from './in-vain.tsx';
import { say } from './messages.ts';
import { InVainPage } from './views/in-vain.tsx';

export const room = createRoom('article-search');

const MOST = 100;
const HOME = '/knowledge/searches';

room.get(HOME, 'member', async (ctx, c) => {
  if (!mayWrite(ctx.actor)) throw notFound();
  const [{ rows, n }, programs] = await Promise.all([inVain(ctx, MOST), byPrograms(ctx)]);
  const title = say(ctx.reader, 'vain.title');
  return c.render(<InVainPage ctx={ctx} guard={guardOf(c)} rows={rows} n={n} programs={programs} />, {
    title,
    nav: 'knowledge',
    crumbs: [{ label: say(ctx.reader, 'crumb'), href: '/knowledge' }, { label: title }],
  });
});

const WHILE_TYPING = 8;

/** Where a link leads that an author makes by an article's title: found as by every search. No search that anybody has done. */
room.get('/knowledge/titles', 'member', async (ctx, c) => {
  if (!mayWrite(ctx.actor)) throw notFound();
  const typed = (c.req.query('q') ?? '').slice(0, 200);
  const lang = (await languagesOf(ctx)).find((locale) => locale === c.req.query('lang')) ?? ctx.workspace.locale;
  const asked = { ...askedIn(typed), number: null, only: null };
  const { groups } = await find(ctx, asked, { most: WHILE_TYPING, kind: 'article', lang });
  c.header('cache-control', 'private, no-store');
  return c.json(
    groups
      .flatMap((group) => group.hits)
      .map(({ href, title, note }) => ({ title, href: href.split('?')[0], note: note ?? '' })),
  );
});

room.post(`${HOME}/dismissal`, 'member', async (ctx, c) => {
  const { form } = c.var;
  await dismiss(ctx, { asked: form.get('asked') ?? '', locale: form.get('locale') ?? '' });
  flash(c, say(ctx.reader, 'vain.dismissed'));
  return c.redirect(HOME, 303);
});
