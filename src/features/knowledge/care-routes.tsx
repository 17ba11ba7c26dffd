import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { findArticle, lockArticle } from './access.ts';
import { rename } from './address.ts';
import { localeOf } from './language-asked.ts';
import { say } from './messages.ts';
import { archive, cancelSchedule } from './publish.ts';
import { saidOfMove } from './said-of-move.ts';
import { teamTitle } from './titles.ts';
import { undoOf } from './undo.ts';
import { care, careFields, dropDraft, shownCare, takeOver, verify } from './upkeep.ts';

/** Small forms beside the text: who looks after it, how long it is good, where it is found, whether it is there at all. */
export function careRoutes(room: Room): void {
  room.post('/knowledge/:number/care', 'member', async (ctx, c) => {
    const number = c.req.param('number') ?? '';
    const posted = rebased(c.var.form, shownCare(await lockArticle(ctx, number)));
    const parsed = parseForm(careFields, posted, String);
    if (!parsed.ok) throw new HttpError(422, 'care');
    const { category, owner, rhythm } = parsed.value;
    const kept = await care(ctx, number, { categoryId: category, ownerId: owner || null, reviewDays: rhythm || null });
    return done(ctx, c, saidOfMove(ctx.reader, kept, say(ctx.reader, 'care.saved')));
  });

  room.post('/knowledge/:number/verification', 'member', async (ctx, c) => {
    await verify(ctx, c.req.param('number') ?? '');
    return done(ctx, c, say(ctx.reader, 'verified'));
  });

  room.post('/knowledge/:number/ownership', 'member', async (ctx, c) => {
    await takeOver(ctx, c.req.param('number') ?? '');
    return done(ctx, c, say(ctx.reader, 'taken'));
  });

  room.post('/knowledge/:number/archival', 'member', async (ctx, c) => {
    await archive(ctx, ...(await named(ctx, c)));
    return done(ctx, c, say(ctx.reader, 'offline'));
  });

  room.post('/knowledge/:number/schedule', 'member', async (ctx, c) => {
    await cancelSchedule(ctx, ...(await named(ctx, c)));
    return done(ctx, c, say(ctx.reader, 'cancelled'));
  });

  room.post('/knowledge/:number/address', 'member', async (ctx, c) => {
    const [number, locale] = await named(ctx, c);
    const { slug, ledTo } = await rename(ctx, number, locale, c.var.form.get('slug') ?? '');
    const renamed = say(ctx.reader, 'renamed', { slug });
    if (!ledTo) return done(ctx, c, renamed);
    const title = await teamTitle(ctx, ledTo, locale);
    return done(ctx, c, `${renamed} ${say(ctx.reader, 'renamed.led', { title })}`);
  });

  room.post('/knowledge/:number/dropping', 'member', async (ctx, c) => {
    const [number, locale] = await named(ctx, c);
    const { whole, instead } = await dropDraft(ctx, number, locale);
    flash(c, say(ctx.reader, 'dropped'), undoOf(ctx, number, locale, instead));
    return whole ? c.redirect('/knowledge', 303) : done(ctx, c);
  });
}

/** The article and the language a form is about. */
async function named(ctx: Ctx, c: Context<Env>): Promise<[number: string, locale: string]> {
  const number = c.req.param('number') ?? '';
  return [number, await localeOf(ctx, await findArticle(ctx, number), c.var.form.get('lang'))];
}

/** Back to where the form stood. */
function done(_: Ctx, c: Context<Env>, words?: string): Response {
  if (words) flash(c, words);
  const page = new URL(localPath(c.var.form.get('_page'), '/knowledge'), 'http://portal.invalid');
  for (const name of ['kept', 'lost']) page.searchParams.delete(name);
  return c.redirect(page.pathname + page.search, 303);
}
