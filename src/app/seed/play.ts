import { addNote, assign, openTicket, reopen, reply, solve, triage } from '#features/tickets/index.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import { type Cast, invitations } from './cast.ts';
import type { clockOf } from './clock.ts';
import { type FileName, files } from './files.ts';
import { reactor, readOwn, settle } from './reactions.ts';
import type { Stage } from './stage.ts';
import type { Step, Story, StoryTicket } from './story.ts';

/** Something that happens at a moment of the story. */
export interface Scene {
  at: Date;
  run: () => Promise<void>;
}

/** Everything people did, in the order of time: ids, numbers and the event log come out as if it had happened. */
export async function play(
  stage: Stage,
  story: Story,
  people: Cast,
  clock: ReturnType<typeof clockOf>,
  besides: Scene[],
): Promise<void> {
  const tickets = story.tickets.flatMap((ticket) => ticketScenes(stage, ticket, people, clock));
  const scenes: Scene[] = [...tickets, ...besides];
  for (const { at, send } of invitations(story, clock)) scenes.push({ at, run: () => send(stage, people) });
  scenes.sort((a, b) => a.at.getTime() - b.at.getTime());
  const react = reactor(stage, { told: clock('1d 00:00'), teamMailed: clock('1h') });
  for (const { at, run } of scenes) {
    await run();
    await react(at);
  }
  await settle(stage, clock('8h'));
}

function ticketScenes(stage: Stage, ticket: StoryTicket, people: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  const opened = clock(ticket.at);
  let last = opened;
  const steps = ticket.steps.map((step): Scene => {
    const at = clock(step.at, last);
    last = at;
    return { at, run: () => take(stage, ticket, step, people, at) };
  });
  return [{ at: opened, run: () => open(stage, ticket, people, opened) }, ...steps];
}

async function open(stage: Stage, ticket: StoryTicket, people: Cast, at: Date): Promise<void> {
  const ctx = stage.as(people.person(ticket.by) as Contact, at);
  await count(ctx, ticket.number - 1);
  const { subject, urgency, text } = ticket;
  await openTicket(ctx, { subject, urgency, html: fromPlainText(text) }, await luggage(stage, ticket.files));
}

/** The next ticket gets the number its story gives it. */
async function count(ctx: CtxOf<Contact>, value: number): Promise<void> {
  await ctx.db
    .insertInto('counters')
    .values({ workspace_id: ctx.workspace.id, name: 'ticket', value })
    .onConflict((same) => same.columns(['workspace_id', 'name']).doUpdateSet({ value }))
    .execute();
}

async function take(stage: Stage, ticket: StoryTicket, step: Step, people: Cast, at: Date): Promise<void> {
  const ctx = stage.as(people.person(step.by), at);
  const number = String(ticket.number);
  await readOwn(ctx, ticket.number);
  switch (step.does) {
    case 'reply':
      await reply(
        ctx,
        number,
        // Where the help center is depends on where the demo is served.
        { html: fromPlainText(step.text.replace('{help}', `${ctx.portal.origin}/help`)), outcome: step.outcome },
        await luggage(stage, step.files),
      );
      return;
    case 'note':
      await addNote(ctx as CtxOf<Member>, number, fromPlainText(step.text), await luggage(stage, step.files));
      return;
    case 'assign':
      await assign(ctx as CtxOf<Member>, number, people.member(step.to).personId);
      return;
    case 'triage':
      await triage(ctx as CtxOf<Member>, number, { status: step.status, priority: step.priority });
      return;
    case 'solve':
      await solve(ctx, number);
      return;
    case 'reopen':
      await reopen(ctx, number);
  }
}

async function luggage(
  stage: Stage,
  names: readonly FileName[] = [],
): Promise<{ uploads: string[]; files: StagedFile[] }> {
  const { platform, workspace } = stage.system(stage.now);
  const store = platform.files.of(workspace.id);
  const staged = names.map((name) => {
    const content = Buffer.from(files[name]());
    return store.stage(once(content), { name, limit: content.length });
  });
  return { uploads: [], files: await Promise.all(staged) };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
