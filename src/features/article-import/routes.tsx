import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import { languagesOf, wouldBeLanguages } from '#features/knowledge/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { mayExportArticles, mayImportArticles } from './access.ts';
import {
  type ArticleImport,
  dropImport,
  findImport,
  listImports,
  startImport,
  takeIn,
  undoImport,
} from './article-import.ts';
import { articlesExported, IMPORTS_TOPIC } from './events.ts';
import { articleCount, exportStream, whyNoExport } from './export-stream.ts';
import { problemsOf, problemsSeen } from './lines.ts';
import { say } from './messages.ts';
import { reportFile } from './report.ts';
import { starterRoutes } from './starter/routes.tsx';
import { undoneOf } from './undo.ts';
import { ImportPage } from './views/import.tsx';
import { Overview } from './views/overview.tsx';

export const room = createRoom('article-import');
starterRoutes(room);

type On = CtxOf<Member>;
const admit = ({ actor }: On) => {
  if (!mayImportArticles(actor)) throw notFound();
};

room.get('/settings/articles', 'member', (ctx, c) => overview(ctx, c));

/** What texts may be in: those of the help center first. */
const languagesFor = async (ctx: On): Promise<string[]> => [
  ...new Set([...(await languagesOf(ctx)), ...wouldBeLanguages]),
];

const choices = (c: Context<Env>) => ({
  drafts: c.var.form.get('drafts') === 'yes',
  remote: c.var.form.get('remote') === 'yes',
});

room.get('/settings/articles/export.zip', 'member', async (ctx, c) => {
  admit(ctx);
  demand(mayExportArticles(ctx.actor));
  const why = await whyNoExport(ctx);
  if (why)
    return overview(ctx, c, {
      export: why.key === 'export.many' ? say(ctx.reader, why.key, why) : say(ctx.reader, why.key),
    });
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  recordRead(c, articlesExported, {
    subjectId: ctx.workspace.id,
    accountId: null,
    data: { articles: await articleCount(ctx) },
  });
  return new Response(await exportStream(ctx), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${ctx.workspace.slug}-articles-${ctx.now.toISOString().slice(0, 10)}.zip"`,
      'cache-control': 'no-store',
    },
  });
});

room.post('/settings/articles/imports', 'member', async (ctx, c) => {
  admit(ctx);
  const [file] = c.var.form.files;
  if (!file || file.bytes === 0) return overview(ctx, c, { file: say(ctx.reader, 'error.none') });
  const id = await takeIn(ctx, file, { name: file.name, format: null, ...choices(c) });
  return c.redirect(`/settings/articles/imports/${id}`, 303);
});

async function overview(ctx: On, c: Context<Env>, errors: { file?: string; export?: string } = {}): Promise<Response> {
  admit(ctx);
  if (errors.file || errors.export) c.status(422);
  const typed = errors.file ? choices(c) : { drafts: false, remote: false };
  const page = { reader: ctx.reader, guard: guardOf(c), imports: await listImports(ctx), typed, errors };
  return settingsPage(
    ctx,
    c,
    <Overview {...page} most={ctx.platform.config.uploadLimitBytes} mayExport={mayExportArticles(ctx.actor)} />,
    {
      section: 'articles',
      title: say(ctx.reader, 'title'),
      topics: [IMPORTS_TOPIC],
    },
  );
}

const there = (ctx: On, c: Context<Env>): Promise<ArticleImport> => {
  admit(ctx);
  return findImport(ctx, c.req.param('id') ?? '');
};

/** Languages that the help center is not in yet, and would be. */
const newLanguages = ({ found }: ArticleImport, here: readonly string[]): string[] =>
  (found?.languages ?? []).flatMap(([locale]) => (here.includes(locale) ? [] : [locale]));

room.get('/settings/articles/imports/:id', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  const problems = one.startedAt ? await problemsOf(ctx, one) : problemsSeen(one);
  const [all, here] = await Promise.all([languagesFor(ctx), languagesOf(ctx)]);
  const languages = { all, own: one.locale ?? ctx.workspace.locale, come: newLanguages(one, here) };
  const undone = one.undoingAt ? await undoneOf(ctx, one.id) : null;
  const page = { reader: ctx.reader, guard: guardOf(c), one, problems, languages, undone };
  return settingsPage(ctx, c, <ImportPage {...page} />, {
    section: 'articles',
    title: one.fileName,
    between: [{ label: say(ctx.reader, 'title'), href: '/settings/articles' }],
    topics: [IMPORTS_TOPIC],
  });
});

room.post('/settings/articles/imports/:id/start', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  const chosen = c.var.form.get('language');
  const locale = (await languagesFor(ctx)).find((each) => each === chosen) ?? one.locale;
  const without = newLanguages(one, await languagesOf(ctx)).filter((each) => c.var.form.all('without').includes(each));
  await startImport(ctx, one.id, { ...choices(c), locale, without });
  return c.redirect(`/settings/articles/imports/${one.id}`, 303);
});

room.post('/settings/articles/imports/:id/undoing', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  await undoImport(ctx, one.id);
  return c.redirect(`/settings/articles/imports/${one.id}`, 303);
});

room.post('/settings/articles/imports/:id/removal', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  await dropImport(ctx, one.id);
  flash(c, say(ctx.reader, 'dropped'));
  return c.redirect('/settings/articles', 303);
});

room.get('/settings/articles/imports/:id/report', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  const name = one.fileName.replace(/\.[^.]*$/, '').replaceAll(/[^\w.-]/g, '_');
  return new Response(await reportFile(ctx, one), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-report.csv"`,
      'cache-control': 'no-store',
    },
  });
});
