import type { Context } from 'hono';
import { gatesOf, segmentsToName } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { findArticle, lockArticle, maySetAudience, mayWrite } from './access.ts';
import { type ChosenAudience, chosenOf, ONE_ANSWER, readAudience, shownAudience } from './audience-form.ts';
import { crumbs } from './crumbs.ts';
import { say } from './messages.ts';
import { teamTitle } from './titles.ts';
import { setAudience } from './upkeep.ts';
import { AudiencePage } from './views/audience.tsx';
import { check, peopleNamed, reachOf } from './who.ts';

export function audienceRoutes(room: Room): void {
  room.get('/knowledge/:number/audience', 'member', (ctx, c) => page(ctx, c));

  room.post('/knowledge/:number/readers', 'member', async (ctx, c) => {
    const number = c.req.param('number') ?? '';
    const { id, audience } = await lockArticle(ctx, number);
    const stored = chosenOf(audience, (await gatesOf(ctx, 'article')).get(id));
    const posted = rebased(c.var.form, shownAudience(stored, maySetAudience(ctx.actor, 'segment')), ONE_ANSWER);
    const { error, open, ...chosen } = readAudience(posted);
    if (error) return page(ctx, c, chosen, { audience: say(ctx.reader, error) });
    await setAudience(ctx, number, chosen.audience, open);
    flash(c, say(ctx.reader, 'who.saved'));
    return c.redirect(`/knowledge/${number}/audience`, 303);
  });
}

async function page(ctx: CtxOf<Member>, c: Context<Env>, chosen?: ChosenAudience, errors: FieldErrors = {}) {
  if (!mayWrite(ctx.actor)) throw notFound();
  const article = await findArticle(ctx, c.req.param('number') ?? '');
  const query = (c.req.query('q') ?? '').trim().slice(0, 100);
  const [reach, people, checked, gates, segments, title] = await Promise.all([
    reachOf(ctx, article),
    peopleNamed(ctx, query),
    check(ctx, article, c.req.query('person') ?? ''),
    gatesOf(ctx, 'article'),
    segmentsToName(ctx),
    teamTitle(ctx, article.id, ctx.reader.locale),
  ]);
  const stored = chosenOf(article.audience, gates.get(article.id));
  const found = !checked && query !== '' && people.length === 1 ? await check(ctx, article, people[0]!.id) : checked;
  if (chosen) c.status(422);
  return c.render(
    <AudiencePage
      ctx={ctx}
      guard={guardOf(c)}
      article={article}
      title={title}
      reach={reach}
      query={query}
      people={people}
      checked={found}
      chosen={chosen ?? stored}
      stored={shownAudience(stored, maySetAudience(ctx.actor, 'segment'))}
      segments={segments}
      errors={errors}
    />,
    {
      title: say(ctx.reader, 'who.title'),
      nav: 'knowledge',
      crumbs: await crumbs(ctx, article, 'who'),
      topics: [`article:${article.id}`],
    },
  );
}
