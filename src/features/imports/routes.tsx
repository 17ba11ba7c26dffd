import type { Context } from 'hono';
import { mayImport, mayInvite } from '#features/accounts/index.ts';
import { askProof } from '#features/identity/index.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { filesIn } from '#platform/http/upload-budget.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import { mayExport } from './access.ts';
import { listExported } from './events.ts';
import { contactsFile, customersFile, problemsFile } from './export.ts';
import {
  dropImport,
  findImport,
  type Import,
  listImports,
  meantTwice,
  readColumns,
  setColumns,
  startImport,
  takeIn,
  undoImport,
} from './import.ts';
import { fieldsForImport } from './known.ts';
import { say } from './messages.ts';
import { columnsOf } from './notation.ts';
import { dryRun, whatStayed } from './outcome.ts';
import { readSheet } from './sheet.ts';
import { ImportPage } from './views/import.tsx';
import { Imports } from './views/imports.tsx';
import { problemWords } from './views/problems.ts';

export const room = createRoom('imports');

type On = CtxOf<Member>;
const MOST_BYTES = 8 * 1024 * 1024;

const crumbs = ({ reader }: On, ...rest: string[]) => [
  { label: say(reader, 'customers'), href: '/customers' },
  { label: say(reader, 'title'), ...(rest.length > 0 ? { href: '/customers/import' } : {}) },
  ...rest.map((label) => ({ label })),
];

room.get('/customers/import', 'member', (ctx, c) => listPage(ctx, c));

room.post('/customers/import', 'member', async (ctx, c) => {
  demand(mayImport(ctx.actor));
  const [file] = c.var.form.files;
  if (!file) return listPage(ctx, c, say(ctx.reader, 'error.none'));
  if (file.bytes > MOST_BYTES) return listPage(ctx, c, say(ctx.reader, 'error.large'));
  const sheet = readSheet(await contentOf(ctx, file));
  if (typeof sheet === 'string') return listPage(ctx, c, say(ctx.reader, sheet));
  const id = await takeIn(ctx, file.name, sheet);
  return c.redirect(`/customers/import/${id}`, 303);
});

/** Kept for a moment to be read: the lines are what stays. */
async function contentOf(ctx: On, staged: StagedFile): Promise<Uint8Array> {
  const files = ctx.platform.files.of(ctx.workspace.id);
  const kept = await files.keep(staged);
  const content = new Uint8Array(await new Response(await files.open(kept.key)).arrayBuffer());
  await files.remove(kept.key);
  return content;
}

async function listPage(ctx: On, c: Context<Env>, error?: string): Promise<Response> {
  demand(mayImport(ctx.actor));
  if (error) c.status(422);
  const page = { reader: ctx.reader, guard: guardOf(c), imports: await listImports(ctx), error };
  const title = say(ctx.reader, 'title');
  return c.render(<Imports {...page} mayExport={mayExport(ctx.actor)} />, {
    title,
    nav: 'customers',
    crumbs: crumbs(ctx),
    topics: ['inbox'],
  });
}

const there = (ctx: On, c: Context<Env>): Promise<Import> => {
  demand(mayImport(ctx.actor));
  return findImport(ctx, c.req.param('id') ?? '');
};

room.get('/customers/import/:id', 'member', async (ctx, c) => importPage(ctx, c, await there(ctx, c)));

async function importPage(ctx: On, c: Context<Env>, one: Import, twice: number[] = []): Promise<Response> {
  if (twice.length > 0) c.status(422);
  const fields = await fieldsForImport(ctx);
  const plan = one.startedAt ? { ...one, contradicting: [] } : await dryRun(ctx, one);
  const stayed = one.undoneAt ? await whatStayed(ctx, one.id) : [];
  const columns = columnsOf(one, fields, { locale: one.locale ?? ctx.reader.locale });
  const asked = { reader: ctx.reader, guard: guardOf(c), mayInvite: mayInvite(ctx.actor) };
  const page = { ...asked, one, plan, fields, columns, twice, stayed };
  return c.render(<ImportPage {...page} />, {
    title: one.fileName,
    nav: 'customers',
    crumbs: crumbs(ctx, one.fileName),
    // A list that is only looked at is held against every customer there is: not anew at each move of the desk.
    topics: one.startedAt ? ['inbox'] : [],
  });
}

room.post('/customers/import/:id/mapping', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  const columns = await readColumns(ctx, one, (name) => c.var.form.get(name) ?? '');
  const twice = meantTwice(columns.mapping);
  if (twice.length > 0) return importPage(ctx, c, { ...one, ...columns }, twice);
  await setColumns(ctx, one, columns);
  flash(c, say(ctx.reader, 'mapping.saved'));
  return c.redirect(`/customers/import/${one.id}`, 303);
});

room.post('/customers/import/:id/start', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  await startImport(ctx, one);
  return c.redirect(`/customers/import/${one.id}`, 303);
});

room.post('/customers/import/:id/undoing', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const stayed = await undoImport(ctx, one);
  flash(c, say(ctx.reader, 'undone', { stayed }));
  return c.redirect(`/customers/import/${one.id}`, 303);
});

room.post('/customers/import/:id/removal', 'member', async (ctx, c) => {
  await dropImport(ctx, await there(ctx, c));
  flash(c, say(ctx.reader, 'dropped'));
  return c.redirect('/customers/import', 303);
});

room.get('/customers/import/:id/problems', 'member', async (ctx, c) => {
  const one = await there(ctx, c);
  if (one.lines.length === 0) throw notFound();
  const { problems } = one.startedAt ? one : await dryRun(ctx, one);
  const file = problemsFile(ctx.reader, one, problems, problemWords(ctx.reader), say(ctx.reader, 'problems.column'));
  return asFile(file, `${one.fileName.replace(/\.[^.]*$/, '')}-problems.csv`);
});

room.get('/customers/export/:name', 'member', async (ctx, c) => {
  if (!mayExport(ctx.actor)) throw notFound();
  const what = (['customers', 'contacts'] as const).find((one) => `${one}.csv` === c.req.param('name'));
  if (!what) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const titles = say(ctx.reader, `export.${what}.columns`).split(';');
  recordRead(c, listExported, { subjectId: ctx.workspace.id, accountId: null, data: { what } });
  return asFile(await (what === 'customers' ? customersFile : contactsFile)(ctx, titles), `${what}.csv`);
});

const asFile = (text: string, name: string): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
      'cache-control': 'no-store',
    },
  });

export const limits = [filesIn('/customers/import')];
