import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { HttpError } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { findTicket, mayReply } from './access.ts';
import { assign, assignForm } from './assign.ts';
import { looseUploads, luggageOf } from './attach.ts';
import { writing } from './body.ts';
import { solve } from './close.ts';
import { conversationOf, inboxOf, ticketWithFields } from './contents.ts';
import { deskPanels } from './desk-panels.ts';
import { inboxFilter, waitsForUs } from './inbox.ts';
import { say } from './messages.ts';
import { addNote } from './note.ts';
import { beWriting, stopWriting, whoIsWriting } from './presence.ts';
import { replyUnlessOvertaken } from './reply.ts';
import { otherTickets } from './thread.ts';
import { outcomes, refOf } from './ticket.ts';
import { triage, triageForm } from './triage.ts';
import { openAgain, undoOf, undoOfAssignment } from './undo.ts';
import { Desk } from './views/desk.tsx';
import { InboxList, inboxAddress } from './views/inbox-list.tsx';
import { PickOne } from './views/pick-one.tsx';
import { WritingTools } from './views/writing-tools.tsx';

/** The team's side: the inbox, and one ticket open beside it. */
export function inboxRoutes(room: Room): void {
  room.get('/inbox', 'member', async (ctx, c) => {
    const title = say(ctx.reader, 'inbox');
    const list = await inboxOf(ctx, inboxFilter.parse(c.req.query()), c.req.url);
    const answered = list.page.rows.length === 0 && waitsForUs(list.filter.view) && list.counts?.reply === 0;
    return c.render(
      <>
        <InboxList ctx={ctx} {...list} />
        <PickOne ctx={ctx} list={answered ? 'answered' : list.page.rows.length === 0 ? 'empty' : 'full'} />
      </>,
      { title, nav: 'inbox', crumbs: [{ label: title }], shape: 'panes', topics: ['inbox'] },
    );
  });

  room.get('/inbox/:number', 'member', (ctx, c) => desk(ctx, c));

  room.post('/inbox/:number/replies', 'member', async (ctx, c) => {
    const number = c.req.param('number') ?? '';
    const parsed = parseForm(writing, c.var.form, (key) => say(ctx.reader, key as 'error.body.empty'));
    if (!parsed.ok) return desk(ctx, c, { error: parsed.errors.body });
    const luggage = await luggageOf(ctx, c.var.form, c.req.path);
    if (typeof luggage === 'string') return desk(ctx, c, { error: say(ctx.reader, luggage) });
    const outcome = outcomes.find((each) => each === c.var.form.get('outcome')) ?? 'wait';
    const words = { html: parsed.value.body, outcome };
    const sent = await replyUnlessOvertaken(ctx, number, c.var.form.get('_seen'), words, luggage);
    if ('overtakenBy' in sent) return desk(ctx, c, { collision: sent.overtakenBy });
    await stopWriting(ctx, sent);
    flash(c, say(ctx.reader, 'thread.sent'));
    return back(c, sent.number);
  });

  room.post('/inbox/:number/notes', 'member', async (ctx, c) => {
    const parsed = parseForm(writing, c.var.form, (key) => say(ctx.reader, key as 'error.body.empty'));
    if (!parsed.ok) return desk(ctx, c, { error: parsed.errors.body, mode: 'note' });
    const luggage = await luggageOf(ctx, c.var.form, c.req.path);
    if (typeof luggage === 'string') return desk(ctx, c, { error: say(ctx.reader, luggage), mode: 'note' });
    const ticket = await addNote(ctx, c.req.param('number') ?? '', parsed.value.body, luggage);
    flash(c, say(ctx.reader, 'desk.noteSaved'));
    return back(c, ticket.number);
  });

  room.post('/inbox/:number/closure', 'member', async (ctx, c) => {
    const ticket = await solve(ctx, c.req.param('number') ?? '');
    flash(c, say(ctx.reader, 'desk.solved', { ref: refOf(ticket.number) }), undoOf(ctx, '/inbox', ticket));
    return back(c, ticket.number);
  });

  room.post('/inbox/:number/reopening', 'member', async (ctx, c) => {
    const ticket = await openAgain(ctx, c);
    return back(c, ticket.number);
  });

  room.post('/inbox/:number/assignment', 'member', async (ctx, c) => {
    const parsed = parseForm(assignForm, c.var.form, String);
    if (!parsed.ok) throw new HttpError(422, 'assignee');
    const { assignee, from } = parsed.value;
    const ticket = await assign(ctx, c.req.param('number') ?? '', assignee, from);
    if (from === undefined) flash(c, say(ctx.reader, 'desk.saved'), undoOfAssignment(ctx, ticket));
    else flash(c, say(ctx.reader, 'thread.undone'));
    return back(c, ticket.number);
  });

  room.post('/inbox/:number/triage', 'member', async (ctx, c) => {
    const parsed = parseForm(triageForm, c.var.form, String);
    if (!parsed.ok) throw new HttpError(422, 'triage');
    const ticket = await triage(ctx, c.req.param('number') ?? '', parsed.value);
    if (ticket.overtaken) return desk(ctx, c, { overtaken: true });
    flash(c, say(ctx.reader, 'desk.saved'));
    return back(c, ticket.number);
  });

  /** The client's beat while somebody writes: no fields, no answer. */
  room.post('/inbox/:number/presence', 'member', async (ctx, c) => {
    await beWriting(ctx, await findTicket(ctx, c.req.param('number') ?? ''));
    return c.body(null, 204);
  });
}

/** To the ticket, with the list beside it and what is written to as they were: what follows a note is none of the customer's. */
function back(c: Context<Env>, number: number): Response {
  const page = new URL(localPath(c.var.form.get('_page'), '/inbox'), 'http://portal.invalid');
  for (const name of ['kept', 'back']) page.searchParams.delete(name);
  return c.redirect(`/inbox/${number}${page.search}`, 303);
}

interface Returned {
  error?: string | undefined;
  mode?: 'note';
  collision?: string;
  /** Status or priority were changed by somebody else since the page was made. */
  overtaken?: true;
}

/** A ticket beside the list: as it is, or with a form that came back. */
async function desk(ctx: CtxOf<Member>, c: Context<Env>, returned?: Returned): Promise<Response> {
  const found = await ticketWithFields(ctx, c.req.param('number') ?? '');
  const { ticket } = found;
  const page = returned ? new URL(localPath(c.var.form.get('_page'), '/inbox'), ctx.portal.origin) : new URL(c.req.url);
  const asked = page.searchParams.get('mode');
  const wanted = returned && !returned.overtaken ? returned.mode : asked;
  const note = wanted === 'note' || !mayReply(ctx.actor, ticket);
  const action = `/inbox/${ticket.number}/${note ? 'notes' : 'replies'}`;
  const [list, { thread, people, own, sharing }, others, writing, panels, kept] = await Promise.all([
    inboxOf(ctx, inboxFilter.parse(Object.fromEntries(page.searchParams)), page.href),
    conversationOf(ctx, found, c.req.query('from')),
    otherTickets(ctx, ticket),
    whoIsWriting(ctx, ticket),
    deskPanels(ctx, ticket),
    returned ? null : keptDraft(ctx, c, action),
  ]);
  const { filter } = list;
  const address = inboxAddress(filter, ticket.number);
  const uploads = returned ? c.var.form.all('upload') : (kept?.upload ?? []);
  if (returned) c.status(422);
  return c.render(
    <>
      <InboxList ctx={ctx} open={ticket.number} {...list} />
      <Desk
        ctx={ctx}
        guard={guardOf(c, asked === 'note' ? `${address}${address.includes('?') ? '&' : '?'}mode=note` : address)}
        address={address}
        ticket={ticket}
        thread={thread}
        people={people}
        own={own}
        sharing={sharing}
        others={others}
        panels={panels}
        members={list.members}
        writing={writing}
        cameBack={c.req.query('back') === '1'}
        mode={note ? 'note' : 'reply'}
        value={returned ? c.var.form.get('body') : kept?.body?.[0]}
        format={returned ? c.var.form.get('body_format') : kept?.body_format?.[0]}
        outcome={returned ? c.var.form.get('outcome') : kept?.outcome?.[0]}
        error={returned?.error}
        collision={returned?.collision}
        overtaken={returned?.overtaken}
        files={await looseUploads(ctx, uploads)}
      />
    </>,
    {
      title: ticket.subject,
      nav: 'inbox',
      crumbs: [{ label: say(ctx.reader, 'inbox'), href: inboxAddress(filter) }, { label: refOf(ticket.number) }],
      shape: 'panes',
      open: true,
      topics: ['inbox', `ticket:${ticket.id}`, `ticket:${ticket.id}:team`],
      after: <WritingTools reader={ctx.reader} />,
    },
  );
}
