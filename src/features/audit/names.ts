import { sql } from 'kysely';
import { inWordsOf } from '#features/fields/index.ts';
import { roleName } from '#features/roles/index.ts';
import type { Side } from '#platform/rights.ts';
import type { Asking, Entry } from './entries.ts';

export interface Named {
  name: string;
  email: string;
  photo: string | null;
  side: 'member' | 'contact';
  accountId: string | null;
}

/** What ids in entries are called today. By the ids of members and contacts, and of identities. */
export interface Names {
  people: ReadonlyMap<string, Named>;
  accounts: ReadonlyMap<string, string>;
  /** By their ids, and by `member:key`. */
  roles: ReadonlyMap<string, string>;
  /** Fields of the business's own, by their ids; and of what kind each is, by what it is called. */
  fields: ReadonlyMap<string, string>;
  fieldsByName: ReadonlyMap<string, { kind: string; label: string; said: Readonly<Record<string, string>> }>;
  /** To whom a link went, by its id: as the log itself has it, for links go soon after their end. */
  guests: ReadonlyMap<string, string>;
  /** "T-12", by the id of the ticket; only of those that entries name by nothing else. */
  tickets: ReadonlyMap<string, string>;
}

interface Row extends Named {
  id: string;
  identityId: string | null;
}

export async function namesIn(ctx: Asking, entries: readonly Entry[]): Promise<Names> {
  const people = [...new Set(entries.flatMap(peopleOf))];
  const accounts = [
    ...new Set(
      entries.flatMap(({ accountId, subjectType, subjectId, data }) =>
        [accountId, subjectType === 'account' ? subjectId : null, data.from, data.to].filter(isAnId),
      ),
    ),
  ];
  const workspaceId = ctx.workspace.id;
  const tickets = entries.filter(isOfTicketFields).map(({ subjectId }) => subjectId);
  const links = entries.filter(({ subjectType }) => subjectType === 'guest_link').map(({ subjectId }) => subjectId);
  const [found, customers, roles, fields, numbers, guests] = await Promise.all([
    sql<Row>`select p.id, p.identity_id as "identityId", p.name, p.email, p.photo, 'member' as side, null::uuid as "accountId"
        from members p where p.workspace_id = ${workspaceId}
          and (p.id = any (${people}::uuid[]) or p.identity_id = any (${people}::uuid[]))
      union all select p.id, p.identity_id, p.name, p.email, p.photo, 'contact', p.account_id
        from contacts p where p.workspace_id = ${workspaceId}
          and (p.id = any (${people}::uuid[]) or p.identity_id = any (${people}::uuid[]))`.execute(ctx.db),
    sql<{ id: string; name: string }>`select a.id, a.name from accounts a
      where a.workspace_id = ${workspaceId} and a.id = any (${accounts}::uuid[])`.execute(ctx.db),
    sql<{ id: string; side: Side; key: string; name: string }>`select r.id, r.side, r.key, r.name from roles r
      where r.workspace_id = ${workspaceId}`.execute(ctx.db),
    sql<{
      id: string;
      label: string;
      words: unknown;
      kind: string;
    }>`select d.id, d.label, d.words, d.kind from field_definitions d
      where d.workspace_id = ${workspaceId} order by d.archived_at desc nulls first`.execute(ctx.db),
    sql<{ id: string; number: string }>`select t.id, t.number from tickets t
      where t.workspace_id = ${workspaceId} and t.id = any (${tickets}::uuid[])`.execute(ctx.db),
    sql<{ id: string; email: string }>`select e.subject_id as id, e.data ->> 'email' as email from events e
      where e.workspace_id = ${workspaceId} and e.subject_id = any (${links}::uuid[]) and e.kind = 'guest.ticket_shared'
        and e.data ? 'email'`.execute(ctx.db),
  ]);
  const byId = new Map<string, Named>();
  for (const { id, identityId, ...named } of found.rows) {
    byId.set(id, named);
    if (identityId && !byId.has(identityId)) byId.set(identityId, named);
  }
  return {
    people: byId,
    accounts: new Map(customers.rows.map(({ id, name }) => [id, name])),
    roles: new Map(
      roles.rows.flatMap(({ id, ...role }) => {
        const name = roleName(ctx.reader, role);
        return [[id, name] as const, [`${role.side}:${role.key}`, name] as const];
      }),
    ),
    fields: new Map(fields.rows.map(({ id, label, words }) => [id, inWordsOf(ctx, { label, hint: '' }, words).label])),
    // Of two that are called the same, the one in use holds.
    fieldsByName: new Map(
      fields.rows
        .map(({ label, kind, words }) => [label, { kind, ...inWordsOf(ctx, { label, hint: '' }, words) }] as const)
        .reverse(),
    ),
    guests: new Map(guests.rows.map(({ id, email }) => [id, email])),
    tickets: new Map(numbers.rows.map(({ id, number }) => [id, `T-${number}`])),
  };
}

const isOfTicketFields = ({ subjectType, data }: Entry): boolean =>
  subjectType === 'field_values' && data.about === 'ticket';

/** What it was about, when that was no person and has a name; of a role that is gone, the one that it had. */
export function thingIn(names: Names, { subjectType, subjectId, data }: Entry): string | undefined {
  switch (subjectType) {
    case 'role':
      return names.roles.get(subjectId) ?? (typeof data.name === 'string' ? data.name : undefined);
    case 'field':
      return names.fields.get(subjectId);
    case 'field_change':
      return names.fields.get(String(data.field));
    case 'guest_link':
      return names.guests.get(subjectId);
    case 'field_values':
      return names.tickets.get(subjectId);
    default:
      return undefined;
  }
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isAnId = (id: unknown): id is string => typeof id === 'string' && ID.test(id);

/** Everybody an entry may speak of: who did it, whom it was done to, and ids in its data. */
function peopleOf({ actorPersonId, actorIdentityId, subjectId, data }: Entry): string[] {
  const spoken = [data.contact, data.identity, data.assignee, data.member, data.person, data.by, data.from];
  return [actorPersonId, actorIdentityId, subjectId, ...spoken].filter(isAnId);
}

/**
 * What something was merged with or is not, where to somebody was moved, or by which address somebody came: beside what the entry
 * is about.
 */
export function otherIn(names: Names, { kind, accountId, data }: Entry): string | undefined {
  if (kind === 'account.merged' || kind === 'account.recognised') return names.accounts.get(String(data.from));
  if (kind === 'contact.moved') return names.accounts.get(String(data.to));
  if (kind === 'newcomer.joined') {
    const account = data.as === 'first' ? names.accounts.get(accountId ?? '') : undefined;
    return [account, names.people.get(String(data.contact))?.email].filter(Boolean).join(', ') || undefined;
  }
  const person = kind === 'contact.merged' ? names.people.get(String(data.from)) : undefined;
  return person && `${person.name} (${person.email})`;
}

/** Who did it: by who they are now, and, when they are gone, by their login. */
export const actorIn = (names: Names, { actorPersonId, actorIdentityId }: Entry): Named | undefined =>
  names.people.get(actorPersonId ?? '') ?? names.people.get(actorIdentityId ?? '');

/** The address of whoever came by a link, who has no name here. */
export const guestIn = (names: Names, { actorKind, subjectType, subjectId }: Entry): string | undefined =>
  actorKind === 'visitor' && subjectType === 'guest_link' ? names.guests.get(subjectId) : undefined;

/** Whom it was done to, when that was a person. */
export const whomIn = (names: Names, { data, subjectType, subjectId }: Entry): Named | undefined =>
  names.people.get(String(data.contact ?? '')) ??
  names.people.get(String(data.member ?? '')) ??
  names.people.get(String(data.identity ?? '')) ??
  (PERSONS.has(subjectType) || data.about === 'contact' ? names.people.get(subjectId) : undefined);

const PERSONS: ReadonlySet<string> = new Set(['identity', 'contact', 'member']);
