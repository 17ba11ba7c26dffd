import { sql } from 'kysely';
import { isUnmet } from '#features/identity/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';

/**
 * Invitations go to addresses that a customer typed, by the mail server of the business. What was sent is counted, by whomever and
 * from whichever session: a new one begins nothing anew.
 */
const MOST = { personAnHour: 20, accountAnHour: 40, accountADay: 100, unmetADay: 5 };

const DAY_MS = 24 * 3_600_000;

/** Nobody is written to again on the same day, unless the letter did not arrive. */
export const isRested = ({ sentAt, mail }: { sentAt: Date; mail: string | null }, now: Date): boolean =>
  mail === 'failed' || sentAt.getTime() <= now.getTime() - DAY_MS;

/**
 * Why no invitation goes to this address now; null when one may. Leaves the turn to this transaction: two at once are counted one
 * after the other. Whoever was invited, taken back and invited again has had their letters of the day.
 */
export async function whyNoLetter(ctx: CtxOf<Contact>, email: string): Promise<'soon' | 'many' | null> {
  const { accountId, personId } = ctx.actor;
  await alone(ctx.db, ctx.workspace.id, `invitations of ${accountId}`);
  const day = new Date(ctx.now.getTime() - DAY_MS);
  const hour = new Date(ctx.now.getTime() - 3_600_000);
  const { rows } = await sql<{ mine: number; hour: number; day: number; open: number; them: number }>`
    select count(*) filter (where i.created_at > ${hour} and i.invited_by_contact = ${personId}::uuid)::int as mine,
      count(*) filter (where i.created_at > ${hour} and i.invited_by_contact is not null)::int as hour,
      count(*) filter (where i.invited_by_contact is not null)::int as day,
      count(*) filter (where c.email = ${email} and m.state is distinct from 'failed' and i.taken_back_at is null)::int as open,
      count(*) filter (where c.email = ${email} and m.state is distinct from 'failed')::int as them
    from invitations i
    join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
    left join app.invitation_mails(${accountId}::uuid) m on m.contact_id = i.contact_id
    where i.workspace_id = ${ctx.workspace.id} and i.account_id = ${accountId} and i.created_at > ${day}`.execute(
    ctx.db,
  );
  const { mine, hour: all, day: today, open, them } = rows[0]!;
  if (open > 0 || them > 1) return 'soon';
  const most = (await isUnmet(ctx, accountId)) ? MOST.unmetADay : MOST.accountADay;
  return mine >= MOST.personAnHour || all >= MOST.accountAnHour || today >= most ? 'many' : null;
}
