import { addStream, stopStream } from '#features/audit/index.ts';
import { changeRules, placeHold } from '#features/privacy/index.ts';
import { addSynonyms } from '#features/search/index.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';

/** How long the studio keeps things, what must stay meanwhile, and a receiver of its log that was stopped again. */
export function safeguards(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  let receiver = '';
  const scene = (when: string, run: (ctx: On) => Promise<void>): Scene => {
    const at = clock(when);
    return { at, run: () => run(stage.as(cast.member('maya'), at)) };
  };
  return [
    scene('90d 15:20', async (ctx) => {
      await changeRules(ctx, { log_client: 365, mails: 730, contacts: 1095, tickets: null });
    }),
    scene('40d 10:05', async (ctx) => {
      receiver = await tryAReceiver(stage, ctx);
    }),
    scene('35d 09:20', sayTheSame),
    scene('21d 11:40', holdKestrel),
    scene('12d 17:30', async (ctx) => {
      await stopStream(ctx, receiver, 'person');
    }),
  ];
}

type On = Parameters<typeof addStream>[0];

/** What their customers call things. */
async function sayTheSame(ctx: On): Promise<void> {
  for (const words of [
    'spam, junk, junk folder',
    'invoice, bill, Rechnung',
    'website, site, homepage',
    'sign in, log in, login, anmelden, einloggen',
  ])
    await addSynonyms(ctx, words);
}

async function holdKestrel(ctx: On): Promise<void> {
  const { id: accountId } = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('name', '=', 'Kestrel Bikes')
    .executeTakeFirstOrThrow();
  const reason = 'Open question about the artwork licence of 2024. Harper & Lowe ask us to keep everything.';
  await placeHold(ctx, { accountId }, reason);
}

/** Nobody is called: what arrived is written down, and it stands still since. */
async function tryAReceiver(stage: Stage, added: On): Promise<string> {
  const id = await addStream(added, 'https://logs.northwind.example/portico');
  await stage
    .system(added.now)
    .db.updateTable('log_deliveries')
    .set({ state: 'arrived', status: 204, attempts: 1, millis: 83, created_at: added.now, tried_at: added.now })
    .where('workspace_id', '=', added.workspace.id)
    .where('stream_id', '=', id)
    .execute();
  return id;
}
