import { addInvitation } from '#features/identity/index.ts';
import { findImport, readSheet, runBatch, startImport, takeIn } from '#features/imports/index.ts';
import { planInvitations } from '#features/invitations/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Stage } from '../stage.ts';
import { oldClients } from './old-clients.ts';

type Clock = ReturnType<typeof clockOf>;

const WAVE = 25;
const LEADS = { 'Alder & Oak Interiors': 'maya', 'Cobalt Freight': 'nora', 'Meridian Museum': 'theo' } as const;
const MESSAGE =
  'From now on everything we do for you is in one place: your tickets, what we answer, and every file. It takes a minute to join.';

/** The clients of the tool before, from its file. */
export async function bringOver(stage: Stage, ctx: CtxOf<Member>, cast: Cast): Promise<void> {
  const sheet = readSheet(Buffer.from(oldClients));
  if (typeof sheet === 'string') throw new Error(`the list of the story cannot be read: ${sheet}`);
  const id = await takeIn(ctx, 'clients-from-the-old-tool.csv', sheet);
  await startImport(ctx, await findImport(ctx, id));
  while (await runBatch(stage.system(ctx.now), id));
  await lead(ctx, cast, await imported(ctx));
}

type Imported = Awaited<ReturnType<typeof imported>>[number];

const imported = (ctx: CtxOf<Member>) =>
  ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.account_id as accountId', 'a.name as account'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('a.name', 'in', Object.keys(LEADS))
    .orderBy('a.sort_name')
    .orderBy('c.name')
    .execute();

async function lead(ctx: CtxOf<Member>, cast: Cast, people: Imported[]): Promise<void> {
  const accounts = new Map(people.map((one) => [one.account, one.accountId]));
  const rows = [...accounts].map(([name, account_id]) => {
    const member_id = cast.member(LEADS[name as keyof typeof LEADS]).personId;
    return { workspace_id: ctx.workspace.id, account_id, member_id, role: 'Account lead', position: 0 };
  });
  await ctx.db.insertInto('account_members').values(rows).execute();
}

/** Two waves, a week later a reminder, and most have come. Their mails were sent long ago and are in no mailbox here. */
export async function inviteAll(stage: Stage, first: CtxOf<Member>, clock: Clock): Promise<void> {
  const people = await imported(first);
  const plan = { role: 'contributor' as const, message: MESSAGE, wave: WAVE, remind: 7 };
  const batch = await planInvitations(first, {
    accountId: null,
    importId: null,
    chosen: people.map((one) => one.id),
    pasted: [],
    plan,
  });
  if (!batch) throw new Error('nobody of the story could be invited');
  for (const [place, contact] of people.entries()) {
    const late = place < WAVE ? 0 : 1;
    const invited = clock(`${9 - late}d 09:01`);
    const came = place % 4 !== 3;
    const reminded = came ? null : clock(`${2 - late}d 09:01`);
    const joined = came ? clock(`${8 - late}d ${10 + (place % 8)}:${10 + place}`) : null;
    const given = { contact, by: first.actor.personId, message: MESSAGE, at: reminded ?? invited, joined };
    await addInvitation(stage.system(given.at), given);
    await mark(first, batch.id, contact.id, { invited_at: invited, reminded_at: reminded });
  }
  await first.db
    .updateTable('invitation_batches')
    .set({ done_at: clock('1d 09:01') })
    .where('workspace_id', '=', first.workspace.id)
    .where('id', '=', batch.id)
    .execute();
}

const mark = (
  { db, workspace }: CtxOf<Member>,
  batch: string,
  contact: string,
  set: { invited_at: Date; reminded_at: Date | null },
) =>
  db
    .updateTable('invitation_batch_people')
    .set(set)
    .where('workspace_id', '=', workspace.id)
    .where('batch_id', '=', batch)
    .where('contact_id', '=', contact)
    .execute();
