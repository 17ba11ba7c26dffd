import type { Context } from 'hono';
import { z } from 'zod';
import { categoriesOf, languagesOf, mayWrite } from '#features/knowledge/index.ts';
import { findTicket, refOf, WritingTools } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { pastedLine } from '#platform/http/line.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { beginFrom, suggested } from './begin.ts';
import { say } from './messages.ts';
import { BeginPage } from './views/begin.tsx';

const fields = z.object({
  title: pastedLine(200, 'error.title', 'error.title'),
  category: z.uuid('error.category'),
  lang: z.string().max(10).optional(),
  body: z.string().max(100_000, 'error.body').default(''),
  body_format: z.enum(['html', 'text']).catch('text'),
});

/** Where an article begins that answers a ticket for everybody else. */
export function beginRoutes(room: Room): void {
  room.get('/inbox/:number/article', 'member', (ctx, c) => page(ctx, c));

  room.post('/inbox/:number/article', 'member', async (ctx, c) => {
    demand(mayWrite(ctx.actor));
    const ticket = await findTicket(ctx, c.req.param('number') ?? '');
    const parsed = parseForm(fields, c.var.form, (key) => say(ctx.reader, key as 'error.title'));
    if (!parsed.ok) return page(ctx, c, parsed.errors);
    const { title, category, lang, body, body_format: format } = parsed.value;
    const locale = (await languagesOf(ctx)).find((one) => one === lang) ?? ctx.workspace.locale;
    const { number } = await beginFrom(ctx, ticket, {
      title,
      categoryId: category,
      locale,
      body,
      isHtml: format === 'html',
    });
    return c.redirect(`/knowledge/${number}?lang=${locale}`, 303);
  });
}

async function page(ctx: CtxOf<Member>, c: Context<Env>, errors?: FieldErrors): Promise<Response> {
  if (!mayWrite(ctx.actor)) throw notFound();
  const ticket = await findTicket(ctx, c.req.param('number') ?? '');
  const path = `/inbox/${ticket.number}/article`;
  const [categories, languages, begun, kept] = await Promise.all([
    categoriesOf(ctx),
    languagesOf(ctx),
    suggested(ctx, ticket),
    errors ? null : keptDraft(ctx, c, path),
  ]);
  const proposed = { title: begun.title, body: toPlainText(begun.html) };
  const typed: Record<string, string> = errors
    ? firstValues(c.var.form.fields)
    : { ...proposed, ...firstValues(Object.entries(kept ?? {})) };
  if (errors) c.status(422);
  const title = say(ctx.reader, 'begin');
  return c.render(
    <BeginPage
      ctx={ctx}
      guard={guardOf(c, path)}
      ticket={ticket}
      categories={categories}
      languages={languages}
      typed={typed}
      answered={begun.html !== ''}
      html={errors || kept ? undefined : begun.html}
      errors={errors ?? {}}
    />,
    {
      title,
      nav: 'inbox',
      after: <WritingTools reader={ctx.reader} />,
      crumbs: [
        { label: say(ctx.reader, 'crumb.inbox'), href: '/inbox' },
        { label: refOf(ticket.number), href: `/inbox/${ticket.number}` },
        { label: title },
      ],
    },
  );
}
