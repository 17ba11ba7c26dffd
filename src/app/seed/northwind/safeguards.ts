import { addStream, stopStream } from '#features/audit/index.ts';
import { changeRules, placeHold } from '#features/privacy/index.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Stage } from '../stage.ts';

/** How long the studio keeps things, what must stay meanwhile, and a receiver of its log that was stopped again. */
export async function keepSafe(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Promise<void> {
  const person = cast.member('maya');
  const at = (when: string) => stage.as(person, clock(when));
  await changeRules(at('90d 15:20'), { log_client: 365, mails: 730, contacts: 1095, tickets: null });
  await tryAReceiver(stage, at('40d 10:05'), at('12d 17:30'));
  const { db, workspace } = at('21d 11:40');
  const { id: accountId } = await db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('name', '=', 'Kestrel Bikes')
    .executeTakeFirstOrThrow();
  const reason = 'Open question about the artwork licence of 2024. Harper & Lowe ask us to keep everything.';
  await placeHold(at('21d 11:40'), { accountId }, reason);
}

type Then = Parameters<typeof addStream>[0];

/** Nobody is called: what arrived is written down, and it stands still since. */
async function tryAReceiver(stage: Stage, added: Then, stopped: Then): Promise<void> {
  const id = await addStream(added, 'https://logs.northwind.example/portico');
  await stage
    .system(added.now)
    .db.updateTable('log_deliveries')
    .set({ state: 'arrived', status: 204, attempts: 1, millis: 83, created_at: added.now, tried_at: added.now })
    .where('workspace_id', '=', added.workspace.id)
    .where('stream_id', '=', id)
    .execute();
  await stopStream(stopped, id, 'person');
}
