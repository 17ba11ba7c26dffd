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

/** The clients of the tool before: brought in from its file, and invited in two waves. */
export async function bringOver(stage: Stage, cast: Cast, clock: Clock): Promise<void> {
  const maya = cast.member('maya');
  const at = (when: string) => stage.as(maya, clock(when));
  const taken = at('10d 09:12');
  const sheet = readSheet(Buffer.from(oldClients));
  if (typeof sheet === 'string') throw new Error(`the list of the story cannot be read: ${sheet}`);
  const id = await takeIn(taken, 'clients-from-the-old-tool.csv', sheet);
  await startImport(at('10d 09:20'), await findImport(taken, id));
  while (await runBatch(stage.system(clock('10d 09:21')), id));
  const people = await imported(taken);
  await lead(taken, cast, people);
  await inviteAll(stage, at, people);
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
async function inviteAll(stage: Stage, at: (when: string) => CtxOf<Member>, people: Imported[]): Promise<void> {
  const first = at('9d 09:00');
  const plan = { role: 'contributor' as const, message: MESSAGE, wave: WAVE, remind: 7 };
  const batch = await planInvitations(first, {
    accountId: null,
    chosen: people.map((one) => one.id),
    pasted: [],
    plan,
  });
  if (!batch) throw new Error('nobody of the story could be invited');
  for (const [place, contact] of people.entries()) {
    const late = place < WAVE ? 0 : 1;
    const invited = at(`${9 - late}d 09:01`).now;
    const came = place % 4 !== 3;
    const reminded = came ? null : at(`${2 - late}d 09:01`).now;
    const joined = came ? at(`${8 - late}d ${10 + (place % 8)}:${10 + place}`).now : null;
    const given = { contact, by: first.actor.personId, message: MESSAGE, at: reminded ?? invited, joined };
    await addInvitation(stage.system(given.at), given);
    await mark(first, batch.id, contact.id, { invited_at: invited, reminded_at: reminded });
  }
  await first.db
    .updateTable('invitation_batches')
    .set({ done_at: at('1d 09:01').now })
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
