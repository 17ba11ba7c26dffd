import { sql } from 'kysely';
import { beginErasing, everythingHeld } from '#features/privacy/index.ts';
import type { Db } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';

/** What stands where their words were: it says nothing, in any language. */
export const GONE = '–';
/** How long we know after a decision whom it was about, and what they were told. */
export const DECISION_DAYS = 30;

/** Whether a no erases anything now: what we say to people has to be true. */
export async function erases({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`select ${everythingHeld(workspace.id)} as held`.execute(db);
  return !rows[0]!.held;
}

/**
 * Who was told no owes us nothing: what they said of themselves goes, with the notices to the team, and from our copies of the mails
 * to them. That they asked, their address and the answer stay for a while. Under a hold over everything it all stays. As the
 * system; returns whose notices went.
 */
export async function forgetWords(db: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const theirs = sql`s.workspace_id = ${workspaceId} and s.id = any (${ids}::uuid[]) and not ${everythingHeld(workspaceId)}`;
  // Mails of before 0271 belong to no thread and are known by their words.
  await sql`update mails m set html = null, text = null, subject = ${GONE},
      state = case m.state when 'queued' then 'failed' else m.state end,
      last_response = case m.state when 'queued' then 'not true any more' else m.last_response end
    from sign_ups s where ${theirs} and m.workspace_id = s.workspace_id and m.kind = 'newcomer.waiting'
      and m.created_at >= s.created_at and (strpos(m.thread_id, s.id::text) > 0
        or m.thread_id is null and strpos(m.subject, s.name) > 0 and strpos(m.subject, s.company) > 0)`.execute(db);
  const { rows } = await sql<{ identity: string }>`delete from notifications n using sign_ups s where ${theirs}
    and n.workspace_id = s.workspace_id and n.subject_type = 'sign_up' and n.subject_id = s.id
    returning n.identity_id as identity`.execute(db);
  await sql`update sign_ups s set name = ${GONE}, company = ${GONE}, answers = '{}' where ${theirs}`.execute(db);
  return rows.map(({ identity }) => identity);
}

/** Long after a decision the rest goes as well: the wish, and, of whoever was told no, the address in our copies of the mails to them. */
export async function forgetDecided(db: Db, workspaceId: string, before: Date): Promise<void> {
  await beginErasing(db, workspaceId);
  const old = sql`s.workspace_id = ${workspaceId} and s.decided_at < ${before} and not ${everythingHeld(workspaceId)}`;
  const declined = await sql<{
    id: string;
  }>`select s.id from sign_ups s where ${old} and s.decision = 'declined'`.execute(db);
  await forgetWords(
    db,
    workspaceId,
    declined.rows.map(({ id }) => id),
  );
  // Whoever came in after all, or waits again, is somebody whose mails are kept like everybody's.
  await sql`update mails m set html = null, text = null, last_response = null, to_address = 'forgotten@forgotten.invalid'
    from sign_ups s where ${old} and s.decision = 'declined' and m.workspace_id = s.workspace_id and m.to_address = s.email
      and m.kind like 'newcomer.%' and m.identity_id is null and m.state <> 'queued'
      and not exists (select from contacts c where c.workspace_id = s.workspace_id and c.email = s.email)
      and not exists (select from members o where o.workspace_id = s.workspace_id and o.email = s.email)
      and not exists (select from sign_ups o where o.workspace_id = s.workspace_id and o.email = s.email
        and (o.decided_at is null or o.decided_at >= ${before}))`.execute(db);
  // A notice leads to what was decided, and there is nothing more to say of that.
  await sql`delete from notifications n using sign_ups s where ${old}
    and n.workspace_id = s.workspace_id and n.subject_type = 'sign_up' and n.subject_id = s.id`.execute(db);
  await sql`delete from sign_ups s where ${old}`.execute(db);
}
