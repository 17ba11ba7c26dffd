import { type RawBuilder, sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { isHeld } from './holds.ts';
import { withSamePerson } from './same-person.ts';

/**
 * Somebody of a customer's, with every row that is them: one login may stand for several accounts, and who moved or was merged has
 * the rows they were before.
 */
export interface Subject {
  contactId: string;
  accountId: string;
  accountName: string;
  name: string;
  email: string;
  identityId: string | null;
  forgotten: { at: Date; as: 'anonymised' | 'erased' } | null;
  /** Each row that is them, the one that was asked for first. */
  contacts: {
    id: string;
    accountId: string;
    accountName: string;
    name: string;
    email: string;
    identityId: string | null;
  }[];
  emails: string[];
}

interface Row {
  id: string;
  accountId: string;
  accountName: string;
  name: string;
  email: string;
  identityId: string | null;
  forgottenAt: Date | null;
  forgottenAs: 'anonymised' | 'erased' | null;
}

/** 404 for one that is not there, or not for this member to see. */
export async function findSubject(ctx: Pick<Ctx, 'db' | 'workspace'>, contactId: string): Promise<Subject> {
  const { db, workspace } = ctx;
  const { rows } = isId(contactId)
    ? await sql<Row>`with ${withSamePerson(workspace.id, sql`c.id = ${contactId}::uuid`)}
      select c.id, c.account_id as "accountId", a.name as "accountName", c.name, c.email,
        c.identity_id as "identityId", c.forgotten_at as "forgottenAt", c.forgotten_as as "forgottenAs"
      from them join contacts c on c.workspace_id = ${workspace.id} and c.id = them.id
        join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
      order by a.name, c.id`.execute(db)
    : { rows: [] };
  const own = rows.find(({ id }) => id === contactId);
  if (!own) throw notFound();
  return {
    contactId,
    accountId: own.accountId,
    accountName: own.accountName,
    name: own.name,
    email: own.email,
    identityId: own.identityId ?? rows.find(({ identityId }) => identityId)?.identityId ?? null,
    forgotten: own.forgottenAt && own.forgottenAs ? { at: own.forgottenAt, as: own.forgottenAs } : null,
    contacts: [own, ...rows.filter((row) => row !== own)].map(
      ({ id, accountId, accountName, name, email, identityId }) => ({
        id,
        accountId,
        accountName,
        name,
        email,
        identityId,
      }),
    ),
    emails: [...new Set(rows.map(({ email }) => email))],
  };
}

/** The same, with nobody else changing who they are or whether they have access until this transaction ends. As the system. */
export async function lockSubject(ctx: Pick<Ctx, 'db' | 'workspace'>, contactId: string): Promise<Subject> {
  const { contacts } = await findSubject(ctx, contactId);
  await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'id',
      'in',
      contacts.map(({ id }) => id),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return findSubject(ctx, contactId);
}

/** Why somebody cannot be forgotten: a hold stands over them, or they are on the team as well. */
export async function whyNotForget(
  { db, workspace }: Pick<Ctx, 'db' | 'workspace'>,
  { contacts, identityId }: Subject,
): Promise<'held' | 'member' | null> {
  const ids = contacts.map(({ id }) => id);
  const { rows } = await sql<{ held: boolean; member: boolean }>`select
    exists (select from contacts c where c.workspace_id = ${workspace.id} and c.id = any (${ids}::uuid[])
      and ${isHeld(workspace.id, 'c.id', 'c.account_id')}) as held,
    exists (select from members m where m.workspace_id = ${workspace.id} and m.identity_id = ${identityId}::uuid) as member`.execute(
    db,
  );
  if (rows[0]!.held) return 'held';
  return rows[0]!.member ? 'member' : null;
}

export interface Weight {
  tickets: number;
  replies: number;
  files: number;
  entries: number;
}

/** Of a row of `attachments`: they sent it. By which login is forgotten before the words are. */
export const isFileOf = (workspaceId: string, { contacts, identityId }: Subject): RawBuilder<boolean> => {
  const ids = contacts.map(({ id }) => id);
  return sql`(uploaded_by = ${identityId}::uuid or reply_id in (select r.id from replies r
    where r.workspace_id = ${workspaceId} and r.contact_id = any (${ids}::uuid[])))`;
};

/** What hangs on somebody: shown before anything is done to it. */
export async function weightOf({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>, subject: Subject): Promise<Weight> {
  const ids = subject.contacts.map(({ id }) => id);
  const accounts = subject.contacts.map(({ accountId }) => accountId);
  const ws = workspace.id;
  const { rows } = await sql<Weight>`with asked as (
      select t.id from tickets t where t.workspace_id = ${ws} and t.requester_id = any (${ids}::uuid[])
    ) select
    (select count(*)::int from asked) as tickets,
    (select count(*)::int from replies r where r.workspace_id = ${ws} and r.contact_id = any (${ids}::uuid[])) as replies,
    (select count(*)::int from attachments where workspace_id = ${ws} and ${isFileOf(ws, subject)})
      + (select count(*)::int from field_values v where v.workspace_id = ${ws} and v.file_key is not null
        and (v.contact_id = any (${ids}::uuid[]) or v.ticket_id in (select id from asked))) as files,
    (select count(*)::int from events e where e.workspace_id = ${ws}
      and (e.actor_identity_id = ${subject.identityId}::uuid
        or e.account_id = any (${accounts}::uuid[]) and e.actor_person_id = any (${ids}::uuid[]))) as entries`.execute(
    db,
  );
  return rows[0]!;
}
