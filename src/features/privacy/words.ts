import { sql } from 'kysely';
import { renewWordsSoon } from '#features/search/index.ts';
import { indexAgain } from '#features/tickets/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isFileOf, type Subject } from './subject.ts';
import { GONE_SUBJECT as SUBJECT } from './traces.ts';

/** What stands where words were. */
const GONE = '<p>–</p>';

/**
 * Takes away what somebody wrote: the subjects of tickets they opened, their replies, their files. The tickets stay, with
 * the team's answers. Returns the keys of files whose contents can go once this is committed.
 */
export async function eraseWords(ctx: Ctx, subject: Subject): Promise<string[]> {
  const { db, workspace } = ctx;
  const ids = subject.contacts.map(({ id }) => id);
  const ws = workspace.id;
  const { rows: answered } = await sql<{ id: string }>`update replies set body_html = ${GONE}
    where workspace_id = ${ws} and contact_id = any (${ids}::uuid[]) returning ticket_id as id`.execute(db);
  const { rows } = await sql<{ id: string }>`update tickets set subject = ${SUBJECT}, erased_at = now()
    where workspace_id = ${ws} and requester_id = any (${ids}::uuid[]) returning id`.execute(db);
  const whole = new Set(rows.map(({ id }) => id));
  // Others asked these: they stay findable by what is left in them.
  await indexAgain(
    ctx,
    [...new Set(answered.map(({ id }) => id))].filter((id) => !whole.has(id)),
  );
  await renewWordsSoon(ctx);
  await eraseEchoes(
    db,
    ws,
    rows.map(({ id }) => id),
  );
  const kept = await eraseFields(
    db,
    ws,
    rows.map(({ id }) => id),
  );
  const sent = await removeFiles(db, sql`workspace_id = ${ws} and ${isFileOf(ws, subject)}`);
  return [...kept, ...sent];
}

/** The same for whole tickets, whoever wrote in them: for what a rule says has been closed long enough. */
export async function eraseTickets({ db, workspace }: Ctx, ids: readonly string[]): Promise<string[]> {
  const ws = workspace.id;
  await sql`update replies set body_html = ${GONE} where workspace_id = ${ws} and ticket_id = any (${ids}::uuid[])`.execute(
    db,
  );
  await sql`update internal_notes set body_html = ${GONE} where workspace_id = ${ws}
    and ticket_id = any (${ids}::uuid[])`.execute(db);
  await sql`update tickets set subject = ${SUBJECT}, erased_at = now()
    where workspace_id = ${ws} and id = any (${ids}::uuid[])`.execute(db);
  await eraseEchoes(db, ws, ids);
  const kept = await eraseFields(db, ws, ids);
  return [...kept, ...(await removeFiles(db, sql`workspace_id = ${ws} and ticket_id = any (${ids}::uuid[])`))];
}

/** What told others of these tickets, and says their subject: notices, and mails, of which the list of them stays. */
async function eraseEchoes(db: Ctx['db'], ws: string, tickets: readonly string[]): Promise<void> {
  if (tickets.length === 0) return;
  await sql`delete from notifications where workspace_id = ${ws} and subject_id = any (${tickets}::uuid[])`.execute(db);
  await sql`update mails set subject = ${SUBJECT}, html = null, text = null where workspace_id = ${ws} and kind like 'ticket.%'
    and exists (select from unnest(${tickets}::text[]) t where strpos(thread_id, t) > 0)`.execute(db);
}

/** Words and files in the fields of tickets; numbers, dates and choices are of the business. */
async function eraseFields(db: Ctx['db'], ws: string, tickets: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string | null }>`delete from field_values v using field_definitions d
    where v.workspace_id = ${ws} and v.ticket_id = any (${tickets}::uuid[])
      and d.workspace_id = v.workspace_id and d.id = v.field_id and d.kind in ('text', 'file')
    returning v.file_key as key`.execute(db);
  return rows.flatMap(({ key }) => key ?? []);
}

async function removeFiles(db: Ctx['db'], which: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{
    key: string;
  }>`delete from attachments where ${which} returning storage_key as key`.execute(db);
  return rows.map(({ key }) => key);
}
