import {
  armKey,
  armOf,
  askedAbout,
  changeRules,
  openedAnswer,
  settle,
  solvedBy,
  ticketIsThere,
} from '#features/deflection/index.ts';
import { newId } from '#platform/db/ids.ts';
import type { Contact, Ctx, CtxOf } from '#platform/http/context.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';

interface Wrote {
  by: string;
  at: string;
  subject: string;
  /** Whether they read what was found first, and what became of it: a ticket of the story follows some of them. */
  reads?: true;
  says?: 'solved';
}

const wrote: Wrote[] = [
  { by: 'dana', at: '36d 13:24', subject: 'Who gets mail from our demo form?' },
  { by: 'grace', at: '34d 09:12', subject: 'Where do I change our billing address?', reads: true, says: 'solved' },
  { by: 'callum', at: '33d 16:02', subject: 'Mails from our order form land in spam', reads: true },
  { by: 'petra', at: '31d 08:47', subject: 'Rechnungsadresse hat sich geändert', reads: true, says: 'solved' },
  { by: 'luis', at: '29d 15:20', subject: 'How do I invite a colleague?', reads: true, says: 'solved' },
  { by: 'yuki', at: '26d 10:33', subject: 'How many retainer hours are left?', reads: true },
  { by: 'omar', at: '25d 11:05', subject: 'Which browser do our editors need?', reads: true, says: 'solved' },
  { by: 'ines', at: '22d 09:38', subject: 'Product photos in the wrong order' },
  { by: 'tess', at: '20d 14:11', subject: 'How large should pictures be?', reads: true, says: 'solved' },
  { by: 'dana', at: '16d 09:55', subject: 'The sign in link does not come', reads: true, says: 'solved' },
  { by: 'jannik', at: '14d 17:40', subject: 'Our website does not answer' },
  { by: 'marcus', at: '12d 12:15', subject: 'Who gets mail from the booking form?', reads: true },
  { by: 'grace', at: '9d 10:04', subject: 'Where is the invoice of last year?', reads: true },
  { by: 'callum', at: '3d 13:50', subject: 'Change who gets mail from a form', reads: true, says: 'solved' },
];

/** Tickets that begin with one of these subjects, and when they were sent. */
const sent: [subject: string, at: string][] = [
  ['Who receives the demo requests?', '36d 13:31'],
  ['Product photos in the wrong order', '22d 09:46'],
  ['Where do I find the invoices of last year?', '7d 15:51'],
];

/** Part of the people that sees no suggestions, in percent. */
export const HELD_OUT = 25;
const DAY_MS = 86_400_000;
const TERMS = [-92, -40, 0, 90, 180, 270, 360];

/**
 * The id of a login that sees suggestions: whoever looks at the demo looks as them. Who is held out is drawn from the id, here as anywhere, so
 * ids are drawn until one is not, for the time of the story and a year of the demo's.
 */
export function seesAnswers(ctx: Ctx): string {
  for (;;) {
    const id = newId();
    const arms = TERMS.map((days) => armOf(armKey(ctx), id, new Date(ctx.now.getTime() + days * DAY_MS), HELD_OUT));
    if (!arms.includes('held_out')) return id;
  }
}

/** Some weeks of people who began to write a ticket: those who are told of one by one. */
export function answersBefore(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  const maya = stage.as(cast.member('maya'), clock('92d 16:05'));
  return [
    { at: clock('92d 16:05'), run: async () => void (await changeRules(maya, { held_out: HELD_OUT, days: 7 })) },
    ...wrote.map((one) => ({
      at: clock(one.at),
      run: () => begin(stage.as(cast.person(one.by) as Contact, clock(one.at)), one),
    })),
    ...sent.map(([subject, at]) => ({ at: clock(at), run: () => follow(stage, subject, clock(at)) })),
    { at: clock('1h'), run: () => settle(stage.system(clock('1h')).db, maya.workspace.id, clock('1h')) },
  ];
}

async function begin(ctx: CtxOf<Contact>, { subject, reads, says }: Wrote): Promise<void> {
  const [first] = await askedAbout(ctx, subject);
  if (!first || !reads) return;
  await openedAnswer(ctx, first.id);
  if (says === 'solved') await solvedBy(ctx, first.id);
}

async function follow(stage: Stage, subject: string, at: Date): Promise<void> {
  const ctx = stage.system(at);
  const ticket = await ctx.db
    .selectFrom('tickets')
    .select(['id', 'requester_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow();
  await ticketIsThere(ctx, ticket.id, ticket.requester_id);
}
