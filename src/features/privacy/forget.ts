import { sql } from 'kysely';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, HttpError } from '#platform/http/http-error.ts';
import { eraseFromEvents } from '#platform/seal/erase.ts';
import { mayForgetAnybody } from './access.ts';
import { contactForgotten } from './events.ts';
import { beginErasing } from './holds.ts';
import { lockSubject, type Subject, whyNotForget } from './subject.ts';
import { forgetInMails, forgetTraces } from './traces.ts';
import { eraseWords } from './words.ts';

/** The two degrees. Anonymised: nobody knows any more who it was. Erased: what they wrote is gone as well. */
export const degrees = ['anonymised', 'erased'] as const;
export type Degree = (typeof degrees)[number];

/** Events whose data says something about the person that they are about, and not only what was done. */
const PERSONAL = [
  'identity.address_changed',
  'profile.changed',
  'contact.changed',
  'field.values_changed',
  'field.change_asked',
  'sso.person_changed',
];
/** Those whose data says something about whoever did it, or names whom somebody wanted to be. */
const OF_ACTOR = ['identity.sign_in_failed'];

/**
 * Forgets somebody of a customer's, for good. What stays: their tickets, with numbers, dates and states, what the team
 * answered, and in the log that something was done, by somebody. Returns the files whose contents are to be removed
 * once this is committed.
 */
export async function forget(ctx: CtxOf<Member>, subject: Subject, degree: Degree): Promise<string[]> {
  demand(mayForgetAnybody(ctx.actor));
  // Their rows are behind walls that nobody of the team passes; what was done is the member's all the same.
  await elevate(ctx.db, ctx.workspace.id);
  await beginErasing(ctx.db, ctx.workspace.id);
  const whole = await lockSubject(ctx, subject.contactId);
  // After the one degree there is still the other; back there is no way.
  demandStill(whole.forgotten === null || (whole.forgotten.as === 'anonymised' && degree === 'erased'));
  const why = await whyNotForget(ctx, whole);
  if (why) throw new HttpError(409, why);
  return forgetAsSystem(ctx, whole, degree, 'person');
}

export async function forgetAsSystem(
  ctx: Ctx,
  subject: Subject,
  degree: Degree,
  by: 'person' | 'rule',
): Promise<string[]> {
  const files = degree === 'erased' ? await eraseWords(ctx, subject) : [];
  files.push(...(await forgetTraces(ctx, subject)));
  await forgetInMails(ctx, subject);
  await forgetMails(ctx, subject);
  await forgetLogin(ctx, subject);
  for (const { id, accountId } of subject.contacts) {
    await ctx.db
      .updateTable('contacts')
      .set({
        name: nameless(id),
        email: `${id}@forgotten.invalid`,
        title: '',
        phone: '',
        photo: null,
        flags: [],
        identity_id: null,
        disabled_at: sql<Date>`coalesce(disabled_at, ${ctx.now})`,
        closed_with_account_at: null,
        forgotten_at: ctx.now,
        forgotten_as: degree,
      })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    await ctx.db
      .deleteFrom('ticket_people')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('contact_id', '=', id)
      .execute();
    const data = { contact: id, as: degree, by };
    await record(ctx, contactForgotten, { subjectId: id, accountId, data });
  }
  await forgetInLog(ctx, subject);
  await forgetAsNobody(ctx, subject);
  return files;
}

/** All that hangs on an address that has no entry here. As the system. */
export async function forgetAddress(ctx: Ctx, email: string): Promise<void> {
  const nobody = { contacts: [], emails: [email], identityId: null };
  await forgetInMails(ctx, nobody);
  await forgetMails(ctx, nobody);
  await forgetInLog(ctx, nobody);
  await forgetAsNobody(ctx, nobody);
}

/** What is known of somebody, with an entry or without. */
type Whom = Pick<Subject, 'contacts' | 'emails' | 'identityId'>;

/** A name that names nobody, short for the same word in every language of ours, by which two of them can still be told apart. */
const nameless = (id: string): string => `Anon. ${id.slice(-4)}`;

async function forgetMails({ db, workspace }: Ctx, { emails, identityId, contacts }: Whom): Promise<void> {
  const ids = contacts.map(({ id }) => id);
  await sql`update mails set html = null, text = null, subject = '', last_response = null, to_address = 'forgotten@forgotten.invalid', identity_id = null
    where workspace_id = ${workspace.id} and (identity_id = ${identityId}::uuid or to_address = any (${emails}::citext[]))`.execute(
    db,
  );
  // The words that somebody wrote to them, too; what was sent to them is counted on.
  await sql`update invitations set message = '', revoked_at = case when accepted_at is null then coalesce(revoked_at, now())
      else revoked_at end
    where workspace_id = ${workspace.id} and contact_id = any (${ids}::uuid[])`.execute(db);
}

/** What they said at the door, and what was shared with them, before they were anybody. After the log, which asks which entries are theirs. */
async function forgetAsNobody({ db, workspace }: Ctx, { emails, contacts }: Whom): Promise<void> {
  const ids = contacts.map(({ id }) => id);
  await sql`delete from sign_ups s where s.workspace_id = ${workspace.id} and (s.email = any (${emails}::citext[])
    or s.id in (${becameOneOf(workspace.id, ids)}))`.execute(db);
  await sql`delete from guest_links where workspace_id = ${workspace.id} and email = any (${emails}::citext[])`.execute(
    db,
  );
}

/** Wishes to come in by which somebody became one of these contacts, whatever their address is by now. */
const becameOneOf = (workspaceId: string, ids: readonly string[]) =>
  sql`select a.subject_id from events a where a.workspace_id = ${workspaceId}
    and a.kind = 'newcomer.accepted' and a.data ->> 'contact' = any (${ids}::text[])`;

/** With the login go sessions, passwords, second steps, pictures, notifications and drafts: they hang on it. */
async function forgetLogin({ db, workspace, marks }: Ctx, { identityId, emails }: Subject): Promise<void> {
  await forgetTests({ db, workspace }, emails, identityId);
  // A login that a merge left behind stands for nobody any more.
  await sql`delete from identities i where i.workspace_id = ${workspace.id} and i.email = any (${emails}::citext[])
    and not exists (select from contacts c where c.workspace_id = i.workspace_id and c.identity_id = i.id)
    and not exists (select from members m where m.workspace_id = i.workspace_id and m.identity_id = i.id)`.execute(db);
  if (!identityId) return;
  const sessions = await db
    .selectFrom('sessions')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
  for (const { id } of sessions) marks.add(`session:${id}`);
  await db
    .updateTable('attachments')
    .set({ uploaded_by: null })
    .where('workspace_id', '=', workspace.id)
    .where('uploaded_by', '=', identityId)
    .execute();
  await db
    .updateTable('contacts')
    .set({ identity_id: null })
    .where('workspace_id', '=', workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
  await db.deleteFrom('identities').where('workspace_id', '=', workspace.id).where('id', '=', identityId).execute();
}

/** Whoever tried a sign-in at a provider, or was tried as, left there what it said of them. That it works stays known. */
const forgetTests = ({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>, emails: string[], identityId: string | null) =>
  sql`update sso_connections c set tested_by = null, test = null where c.workspace_id = ${workspace.id}
    and ((c.test ->> 'email')::citext = any (${emails}::citext[]) or c.tested_by in (select i.id from identities i
      where i.workspace_id = c.workspace_id and (i.id = ${identityId}::uuid or i.email = any (${emails}::citext[]))))`.execute(
    db,
  );

const BATCH = 500;

/** In the log stay kind, time and keys; addresses, browsers and what was said of the person go, and the proof holds. */
async function forgetInLog(ctx: Ctx, { identityId, contacts, emails }: Whom): Promise<void> {
  const ids = contacts.map(({ id }) => id);
  const { rows } = await sql<{ id: string; personal: boolean; client: boolean }>`
    with of_theirs as (
      select e.id,
        (e.actor_identity_id = ${identityId}::uuid or e.actor_person_id = any (${ids}::uuid[])
          or e.kind = any (${OF_ACTOR}) and e.data ->> 'identity' = ${identityId}) as did,
        e.kind = any (${OF_ACTOR}) as tells_of_actor,
        e.kind = any (${PERSONAL}) and (e.subject_id = ${identityId}::uuid or e.subject_id = any (${ids}::uuid[])) as about
      from events e where e.workspace_id = ${ctx.workspace.id}
    ), links as (
      select l.id from guest_links l where l.workspace_id = ${ctx.workspace.id} and l.email = any (${emails}::citext[])
      union select e.subject_id from events e where e.workspace_id = ${ctx.workspace.id} and e.kind = 'guest.ticket_shared'
        and (e.data ->> 'email')::citext = any (${emails}::citext[])
    ), as_nobody as (
      -- What they did before they were anybody: their wish to come in, what began with it, and what they read by a link.
      select e.id from events e where e.workspace_id = ${ctx.workspace.id} and e.actor_kind in ('visitor', 'system')
        and (e.request_id in (select o.request_id from events o join of_theirs using (id)
            where o.workspace_id = ${ctx.workspace.id} and did)
          or e.subject_type = 'sign_up' and e.subject_id in (
            select s.id from sign_ups s where s.workspace_id = ${ctx.workspace.id} and s.email = any (${emails}::citext[])
              and s.proved_at is not null
            union ${becameOneOf(ctx.workspace.id, ids)})
          or e.subject_type = 'guest_link' and e.subject_id in (select id from links))
    )
    select id, about or tells_of_actor as personal, true as client from of_theirs where did or about
    union all select id, false, true from as_nobody where id not in (select id from of_theirs where did or about)
    -- From where a member shared with them is the member's.
    union all select e.id, true, false from events e where e.workspace_id = ${ctx.workspace.id}
      and e.kind = 'guest.ticket_shared' and e.subject_id in (select id from links)`.execute(ctx.db);
  for (let at = 0; at < rows.length; at += BATCH) {
    const some = rows.slice(at, at + BATCH);
    await eraseFromEvents(
      ctx,
      some.filter(({ client }) => client).map(({ id }) => id),
      'client',
    );
    const personal = some.filter((row) => row.personal).map(({ id }) => id);
    if (personal.length > 0) await eraseFromEvents(ctx, personal, 'data');
  }
}
