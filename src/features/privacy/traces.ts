import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Subject } from './subject.ts';

/** What stands where a subject was. It names nothing, so it is the same for every reader. */
export const GONE_SUBJECT = '–';

/** Stands in the addresses of our mails, so that no mail program makes links of them. */
const WORD_JOINER = '\u2060';

/**
 * Mails to others that tell of somebody: those about tickets in which they wrote, and those that name them. That they were
 * sent stays, to whom and when.
 */
export async function forgetInMails(
  { db, workspace }: Ctx,
  { contacts, emails }: Pick<Subject, 'contacts' | 'emails'>,
): Promise<void> {
  const ids = contacts.map(({ id }) => id);
  const ws = workspace.id;
  await sql`update mails m set html = null, text = null, subject = ${GONE_SUBJECT}, from_name = ${workspace.name}
    where m.workspace_id = ${ws} and (
      exists (select from contacts c where c.workspace_id = ${ws} and c.id = any (${ids}::uuid[])
        and length(c.name) > 4 and strpos(concat_ws(' ', m.from_name, m.subject, m.text), c.name) > 0)
      or exists (select from unnest(${emails}::text[]) e
        where strpos(lower(replace(concat_ws(' ', m.subject, m.text), ${WORD_JOINER}, '')), lower(e)) > 0)
      or m.kind like 'ticket.%' and exists (
        select from tickets t where t.workspace_id = ${ws} and strpos(m.thread_id, t.id::text) > 0
          and (t.requester_id = any (${ids}::uuid[]) or exists (select from replies r
            where r.workspace_id = ${ws} and r.ticket_id = t.id and r.contact_id = any (${ids}::uuid[])))))`.execute(
    db,
  );
}

/**
 * Takes away what other rooms wrote down of somebody: fields of theirs and wishes to change them, and the lines about them in
 * lists that were imported. Returns the keys of files whose contents can go once this is committed.
 */
export async function forgetTraces({ db, workspace }: Ctx, { contacts, emails }: Subject): Promise<string[]> {
  const ids = contacts.map(({ id }) => id);
  const ws = workspace.id;
  const { rows } = await sql<{ key: string | null }>`delete from field_values where workspace_id = ${ws}
    and contact_id = any (${ids}::uuid[]) returning file_key as key`.execute(db);
  await sql`delete from field_changes where workspace_id = ${ws} and contact_id = any (${ids}::uuid[])`.execute(db);
  // That somebody was helped, or wrote, stays counted; what they had in mind does not stay.
  await sql`update deflection_sessions set topic = '' where workspace_id = ${ws}
    and contact_id = any (${ids}::uuid[])`.execute(db);
  await sql`update import_marks set was = '{}', became = '{}' where workspace_id = ${ws} and kind = 'contact'
    and subject_id = any (${ids}::uuid[])`.execute(db);
  await forgetInNotices(db, ws, ids, emails);
  const known = emails.map((email) => email.toLowerCase());
  const namesThem = sql`exists (select from jsonb_array_elements_text(line) cell
    where lower(btrim(cell)) = any (${known}::text[]))`;
  await sql`update imports i set lines = (select jsonb_agg(case when ${namesThem} then '[]' else line end order by n)
      from jsonb_array_elements(i.lines) with ordinality l (line, n))
    where i.workspace_id = ${ws} and exists (select from jsonb_array_elements(i.lines) line where ${namesThem})`.execute(
    db,
  );
  return rows.flatMap(({ key }) => key ?? []);
}

/** Notices to others that are about them, or say their name: that they have joined, that they wait at the door. */
async function forgetInNotices(db: Ctx['db'], ws: string, ids: string[], emails: string[]): Promise<void> {
  await sql`delete from notifications n where n.workspace_id = ${ws} and (
    n.subject_id = any (${ids}::uuid[])
    or n.subject_id in (select s.id from sign_ups s where s.workspace_id = ${ws} and s.email = any (${emails}::citext[])
      union select e.subject_id from events e where e.workspace_id = ${ws} and e.kind = 'newcomer.accepted'
        and e.data ->> 'contact' = any (${ids}::text[]))
    or exists (select from jsonb_each_text(n.data) said, contacts c
      where c.workspace_id = ${ws} and c.id = any (${ids}::uuid[]) and said.value = c.name))`.execute(db);
}
