import { sql } from 'kysely';
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
}

interface Row extends Named {
  id: string;
  identityId: string | null;
}

export async function namesIn(ctx: Asking, entries: readonly Entry[]): Promise<Names> {
  const people = [...new Set(entries.flatMap(peopleOf))];
  const accounts = [
    ...new Set(
      entries.flatMap(({ accountId, subjectType, subjectId }) =>
        [accountId ?? [], subjectType === 'account' ? subjectId : []].flat(),
      ),
    ),
  ];
  const workspaceId = ctx.workspace.id;
  const [found, customers] = await Promise.all([
    sql<Row>`select p.id, p.identity_id as "identityId", p.name, p.email, p.photo, 'member' as side, null::uuid as "accountId"
        from members p where p.workspace_id = ${workspaceId}
          and (p.id = any (${people}::uuid[]) or p.identity_id = any (${people}::uuid[]))
      union all select p.id, p.identity_id, p.name, p.email, p.photo, 'contact', p.account_id
        from contacts p where p.workspace_id = ${workspaceId}
          and (p.id = any (${people}::uuid[]) or p.identity_id = any (${people}::uuid[]))`.execute(ctx.db),
    sql<{ id: string; name: string }>`select a.id, a.name from accounts a
      where a.workspace_id = ${workspaceId} and a.id = any (${accounts}::uuid[])`.execute(ctx.db),
  ]);
  const byId = new Map<string, Named>();
  for (const { id, identityId, ...named } of found.rows) {
    byId.set(id, named);
    if (identityId && !byId.has(identityId)) byId.set(identityId, named);
  }
  return { people: byId, accounts: new Map(customers.rows.map(({ id, name }) => [id, name])) };
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Everybody an entry may speak of: who did it, whom it was done to, and ids in its data. */
function peopleOf({ actorPersonId, actorIdentityId, subjectId, data }: Entry): string[] {
  const spoken = [data.contact, data.identity, data.assignee, data.member, data.person, data.by];
  return [actorPersonId, actorIdentityId, subjectId, ...spoken].filter(
    (id): id is string => typeof id === 'string' && ID.test(id),
  );
}

/** Who did it: by who they are now, and, when they are gone, by their login. */
export const actorIn = (names: Names, { actorPersonId, actorIdentityId }: Entry): Named | undefined =>
  names.people.get(actorPersonId ?? '') ?? names.people.get(actorIdentityId ?? '');

/** Whom it was done to, when that was a person. */
export const whomIn = (names: Names, { data, subjectType, subjectId }: Entry): Named | undefined =>
  names.people.get(String(data.contact ?? '')) ??
  names.people.get(String(data.member ?? '')) ??
  names.people.get(String(data.identity ?? '')) ??
  (PERSONS.has(subjectType) ? names.people.get(subjectId) : undefined);

const PERSONS: ReadonlySet<string> = new Set(['identity', 'contact', 'member']);
