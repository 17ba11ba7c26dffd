import type { Context } from 'hono';
import { z } from 'zod';
import {
  type Field,
  fieldPages,
  fieldsOf,
  fieldsToWrite,
  inputName,
  peopleToName,
  readFieldForm,
  readValue,
  typedIntoClosed,
  valueText,
  writeValues,
} from '#features/fields/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { findTicket, mayOpen, mayReply } from './access.ts';
import { adviceBeside } from './advice.ts';
import { looseUploads, luggageOf } from './attach.ts';
import { writing } from './body.ts';
import { solve } from './close.ts';
import { conversationOf, supportOf, ticketWithFields } from './contents.ts';
import { fileRoutes } from './files.ts';
import { heardByContact } from './heard.ts';
import { inboxRoutes } from './inbox-routes.tsx';
import { say } from './messages.ts';
import { openForm, openTicket } from './open.ts';
import { peopleRoutes } from './people-routes.ts';
import { promiseOf } from './promise.ts';
import { reply } from './reply.ts';
import { sharingOfNew } from './sharing.ts';
import { refOf } from './ticket.ts';
import { openAgain, undoOf } from './undo.ts';
import { NewTicket } from './views/new-ticket.tsx';
import { SupportList } from './views/support-list.tsx';
import { TicketPage } from './views/ticket-page.tsx';
import { WritingTools } from './views/writing-tools.tsx';

/** Tickets as customers meet them; the team's side is in inbox-routes.tsx. */
export const room = createRoom('tickets', 'support');

const listQuery = z.object({
  view: z.enum(['open', 'solved', 'all']).catch('open'),
  who: z.enum(['me', 'all']).catch('all'),
  sort: z.enum(['active', 'newest']).catch('active'),
  q: z.string().max(200).catch(''),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});

room.get('/support', 'contact', async (ctx, c) => {
  const { q, who, ...rest } = listQuery.parse({ q: '', ...c.req.query() });
  const { filter, page, counts } = await supportOf(ctx, { ...rest, query: q.trim(), mine: who === 'me' }, c.req.url);
  const title = say(ctx.reader, 'support');
  return c.render(
    <SupportList
      ctx={ctx}
      filter={filter}
      page={page}
      promise={promiseOf(ctx)}
      mayOpen={mayOpen(ctx.actor)}
      counts={counts}
    />,
    { title, nav: 'support', crumbs: [{ label: title }], topics: await heardByContact(ctx) },
  );
});

room.get('/support/new', 'contact', async (ctx, c) => newTicketPage(ctx, c));

room.post('/support', 'contact', async (ctx, c) => {
  const parsed = parseForm(openForm, c.var.form, (key) => say(ctx.reader, key as 'error.urgency'));
  const all = await fieldsToWrite(ctx, 'ticket');
  const fields = openOf(all);
  const closed = typedIntoClosed(c.var.form, fields);
  const own = await readFieldForm(ctx, c.var.form, fields, true);
  const luggage = await luggageOf(ctx, c.var.form);
  const refused = typeof luggage === 'string';
  if (!parsed.ok || refused || closed.length > 0 || Object.keys(own.errors).length > 0) {
    const values = firstValues(c.var.form.fields);
    const errors = {
      ...(parsed.ok ? {} : parsed.errors),
      ...own.errors,
      ...(closed.length > 0 && { body: whatWasClosed(ctx, closed, all) }),
      ...(refused && { files: say(ctx.reader, luggage) }),
    };
    return newTicketPage(ctx, c, values, errors);
  }
  const { subject, urgency, share, body: html } = parsed.value;
  const people = share === 'named' ? c.var.form.all('person') : [];
  const question = { subject, urgency, share, people, html };
  const ticket = await openTicket(ctx, question, luggage);
  const about = { subject: 'ticket', accountId: ticket.accountId, ticketId: ticket.id } as const;
  await writeValues(
    ctx,
    about,
    own.written.filter((one) => one.value !== null),
  );
  flash(c, say(ctx.reader, 'new.sent'));
  return c.redirect(`/support/${ticket.number}`, 303);
});

/**
 * Beside the text, where it can go on: what was written under questions that are not asked any more, with their names where those are still
 * shown. Whom it named is no words.
 */
function whatWasClosed({ reader }: CtxOf<Contact>, closed: ReturnType<typeof typedIntoClosed>, shown: Field[]): string {
  const said = closed.flatMap(({ name, text }) => {
    if (isId(text)) return [];
    const field = shown.find((one) => inputName(one) === name);
    if (!field) return [text];
    const read = readValue(field, text, reader, new Set());
    return [
      `${field.label}: ${read.ok && read.value ? valueText(reader, field, { text: read.value, name: null }) : text}`,
    ];
  });
  const words = said.join('; ');
  return say(reader, words ? 'error.field.closed' : 'error.field.closed.wordless', { n: closed.length, words });
}

/** What a new ticket asks besides its words; files go with the others. */
const openOf = (fields: Field[]): Field[] =>
  fields.filter((field) => field.customer === 'edit' && field.kind !== 'file');
const fieldsToAsk = async (ctx: CtxOf<Contact>): Promise<Field[]> => openOf(await fieldsOf(ctx, 'ticket'));

async function newTicketPage(
  ctx: CtxOf<Contact>,
  c: Context<Env>,
  values?: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  demand(mayOpen(ctx.actor));
  const kept = values ? null : await keptDraft(ctx, c, '/support');
  // The search leads here with what was looked for in vain.
  const subject = (c.req.query('subject') ?? '').slice(0, 200);
  const typed = values ?? (kept ? firstValues(Object.entries(kept)) : subject ? { subject } : {});
  const files = await looseUploads(ctx, values ? c.var.form.all('upload') : (kept?.upload ?? []));
  const [fields, sharing] = await Promise.all([fieldsToAsk(ctx), sharingOfNew(ctx)]);
  const named = values ? c.var.form.all('person') : (kept?.person ?? []);
  const title = say(ctx.reader, 'new');
  const guard = guardOf(c, '/support/new');
  const advice = adviceBeside(ctx, guard);
  if (errors) c.status(422);
  return c.render(
    <NewTicket
      ctx={ctx}
      guard={guard}
      advice={advice?.beside ?? null}
      values={typed}
      errors={errors ?? {}}
      files={files}
      fields={fields}
      people={fields.some((field) => field.kind === 'person') ? await peopleToName(ctx) : []}
      promise={promiseOf(ctx)}
      sharing={sharing && { ...sharing, named }}
    />,
    {
      title,
      styles: 'texts',
      nav: 'support',
      crumbs: [{ label: say(ctx.reader, 'support'), href: '/support' }, { label: title }],
      after: (
        <>
          <WritingTools reader={ctx.reader} />
          {advice?.after}
        </>
      ),
    },
  );
}

room.get('/support/:number', 'contact', async (ctx, c) => ticketPage(ctx, c));

room.post('/support/:number/replies', 'contact', async (ctx, c) => {
  const number = c.req.param('number') ?? '';
  const parsed = parseForm(writing, c.var.form, (key) => say(ctx.reader, key as 'error.body.empty'));
  if (!parsed.ok) return ticketPage(ctx, c, parsed.errors.body);
  const luggage = await luggageOf(ctx, c.var.form, c.req.path);
  if (typeof luggage === 'string') return ticketPage(ctx, c, say(ctx.reader, luggage));
  const ticket = await reply(ctx, number, { html: parsed.value.body }, luggage);
  flash(c, say(ctx.reader, 'thread.sent'));
  return c.redirect(`/support/${ticket.number}`, 303);
});

room.post('/support/:number/closure', 'contact', async (ctx, c) => {
  const ticket = await solve(ctx, c.req.param('number') ?? '');
  flash(c, say(ctx.reader, 'thread.solved'), undoOf(ctx, '/support', ticket));
  return c.redirect(`/support/${ticket.number}`, 303);
});

room.post('/support/:number/reopening', 'contact', async (ctx, c) => {
  const ticket = await openAgain(ctx, c);
  return c.redirect(`/support/${ticket.number}`, 303);
});

/** The thread; with an error when a reply came back, with what was kept when a session had ended. */
async function ticketPage(ctx: CtxOf<Contact>, c: Context<Env>, error?: string): Promise<Response> {
  const found = await ticketWithFields(ctx, c.req.param('number') ?? '');
  const { ticket } = found;
  const [{ thread, people, own, sharing }, kept] = await Promise.all([
    conversationOf(ctx, found, c.req.query('from')),
    // Where nothing can be written any more, the words stand over the page instead.
    error || !mayReply(ctx.actor, ticket) ? null : keptDraft(ctx, c, `/support/${ticket.number}/replies`),
  ]);
  const uploads = error ? c.var.form.all('upload') : (kept?.upload ?? []);
  if (error) c.status(422);
  return c.render(
    <TicketPage
      ctx={ctx}
      guard={guardOf(c, `/support/${ticket.number}`)}
      ticket={ticket}
      thread={thread}
      people={people}
      own={own}
      sharing={sharing}
      value={error ? c.var.form.get('body') : kept?.body?.[0]}
      format={error ? c.var.form.get('body_format') : kept?.body_format?.[0]}
      error={error}
      files={await looseUploads(ctx, uploads)}
    />,
    {
      title: ticket.subject,
      styles: 'texts',
      nav: 'support',
      crumbs: [{ label: say(ctx.reader, 'support'), href: '/support' }, { label: refOf(ticket.number) }],
      topics: [`ticket:${ticket.id}`],
      after: <WritingTools reader={ctx.reader} />,
    },
  );
}

inboxRoutes(room);
fieldPages(room, '/inbox/:number/fields', async (ctx, c) => {
  const ticket = await findTicket(ctx, c.req.param('number') ?? '');
  const about = { subject: 'ticket', accountId: ticket.accountId, ticketId: ticket.id } as const;
  const crumbs = [
    { label: say(ctx.reader, 'inbox'), href: '/inbox' },
    { label: refOf(ticket.number), href: `/inbox/${ticket.number}` },
  ];
  return { about, name: refOf(ticket.number), back: `/inbox/${ticket.number}`, nav: 'inbox', crumbs };
});
peopleRoutes(room);
fileRoutes(room);
