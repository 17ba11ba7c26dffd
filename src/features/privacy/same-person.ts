import { type RawBuilder, sql } from 'kysely';

/**
 * Rows of contacts, with every other row that is the same person: by the login they share, and by what they were before a merge or a
 * move, have been since, and are again. `those` says which are asked for, of the contact `c`.
 */
export const withSamePerson = (workspaceId: string, those: RawBuilder<unknown>) => sql`recursive them as (
    select c.id, c.account_id, c.identity_id, c.continues_as, c.came_back_from, c.disabled_at from contacts c
      where c.workspace_id = ${workspaceId} and ${those}
    union
    select c.id, c.account_id, c.identity_id, c.continues_as, c.came_back_from, c.disabled_at
      from them t join contacts c on c.workspace_id = ${workspaceId}
        and (c.identity_id = t.identity_id or c.continues_as = t.id or c.id = t.continues_as
          or c.came_back_from = t.id or c.id = t.came_back_from)
  )`;

/** Their ids, for a query. */
export const samePerson = (workspaceId: string, those: RawBuilder<unknown>) =>
  sql<{ id: string }>`with ${withSamePerson(workspaceId, those)} select id from them`;
