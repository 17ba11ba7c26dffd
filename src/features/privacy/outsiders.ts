import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayForgetAnybody } from './access.ts';
import { addressForgotten } from './events.ts';
import { forgetAddress } from './forget.ts';
import { beginErasing, everythingHeld } from './holds.ts';

export type NotForgotten = 'address.known' | 'address.held' | 'address.nobody';

/**
 * Forgets an address that has no entry here: of somebody who read by a link, or wanted to come in. Null when that is done, else
 * why not, and the transaction is the member's again.
 */
export async function forgetOutsider(
  ctx: CtxOf<Member>,
  email: string,
  sessionToken: string,
): Promise<NotForgotten | null> {
  demand(mayForgetAnybody(ctx.actor));
  const { db, workspace } = ctx;
  await elevate(db, workspace.id);
  await beginErasing(db, workspace.id);
  const why = await whyNot(ctx, email);
  if (why) {
    await comeBack(db, workspace.id, sha256Hex(sessionToken));
    return why;
  }
  await forgetAddress(ctx, email);
  await record(ctx, addressForgotten, { subjectId: workspace.id, accountId: null, data: {} });
  return null;
}

async function whyNot({ db, workspace }: CtxOf<Member>, email: string): Promise<NotForgotten | null> {
  const ws = workspace.id;
  const { rows } = await sql<{ known: boolean; held: boolean; there: boolean }>`with links as (
      select l.account_id from guest_links l where l.workspace_id = ${ws} and l.email = ${email}::citext
      union select e.account_id from events e where e.workspace_id = ${ws} and e.kind = 'guest.ticket_shared'
        and (e.data ->> 'email')::citext = ${email}::citext)
    select exists (select from contacts c where c.workspace_id = ${ws} and c.email = ${email}::citext)
        or exists (select from members m where m.workspace_id = ${ws} and m.email = ${email}::citext) as known,
      ${everythingHeld(ws)} or exists (select from legal_holds h join links l on l.account_id = h.account_id
        where h.workspace_id = ${ws} and h.released_at is null and h.contact_id is null) as held,
      exists (select from links) or exists (select from sign_ups s where s.workspace_id = ${ws} and s.email = ${email}::citext)
        or exists (select from mails m where m.workspace_id = ${ws} and m.to_address = ${email}::citext) as there`.execute(
    db,
  );
  const { known, held, there } = rows[0]!;
  if (known) return 'address.known';
  if (held) return 'address.held';
  return there ? null : 'address.nobody';
}
