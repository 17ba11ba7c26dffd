import type { Context } from 'hono';
import { categoriesOf, titleFor } from '#features/knowledge/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { mayImportArticles } from '../access.ts';
import { say } from '../messages.ts';
import { StarterPage } from '../views/starter.tsx';
import { askedFields, presetOf } from './fields.ts';
import { askedMost, makeOutlines, outlineFor, outlinesThere } from './make.ts';

type On = CtxOf<Member>;
const HERE = '/settings/articles/starter';

export function starterRoutes(room: Room): void {
  room.get(HERE, 'member', (ctx, c) => page(ctx, c));

  room.post(HERE, 'member', async (ctx, c) => {
    admit(ctx);
    const { form } = c.var;
    if (form.all('outline').length === 0) return page(ctx, c, say(ctx.reader, 'starter.none'));
    const n = await makeOutlines(ctx, presetOf(form.get('preset')), form.all('outline'), form.get('category') ?? '');
    flash(c, say(ctx.reader, 'starter.made', { n }));
    return c.redirect('/knowledge/articles?state=draft', 303);
  });

  room.post(`${HERE}/asked`, 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(askedFields, c.var.form, () => say(ctx.reader, 'starter.title'));
    if (!parsed.ok) return page(ctx, c, parsed.errors.title);
    return c.redirect(`/knowledge/${await outlineFor(ctx, parsed.value.title)}`, 303);
  });
}

function admit({ actor }: On): void {
  if (!mayImportArticles(actor)) throw notFound();
}

async function page(ctx: On, c: Context<Env>, error?: string): Promise<Response> {
  admit(ctx);
  if (error) c.status(422);
  const [categories, there, groups] = await Promise.all([categoriesOf(ctx), outlinesThere(ctx), askedMost(ctx)]);
  const preset = presetOf(error ? c.var.form.get('preset') : c.req.query('preset'));
  const places = categories.map((one) => ({
    value: one.id,
    label: titleFor(one, ctx.reader.locale, ctx.workspace.locale).title,
  }));
  const content = (
    <StarterPage
      reader={ctx.reader}
      guard={guardOf(c, HERE)}
      preset={preset}
      locale={ctx.reader.locale}
      there={there}
      categories={places}
      groups={groups}
      place={error ? c.var.form.get('category') : undefined}
      error={error}
    />
  );
  return settingsPage(ctx, c, content, {
    section: 'articles',
    title: say(ctx.reader, 'starter'),
    between: [{ label: say(ctx.reader, 'title'), href: '/settings/articles' }],
  });
}
