import { type RawBuilder, sql } from 'kysely';

/**
 * Rows of contacts, with every other row that is the same person: by the login they share, by what they were before a merge or a
 * move, have been since, and are again, and by the address: where somebody was written down and has not come yet, that is all there
 * is, and it is what their login would be known by. `those` says which are asked for, of the contact `c`.
 * Its twin is in `app.files_that_stay`; `held-files-twin.int.test.ts` holds them against one another.
 */
export const withSamePerson = (workspaceId: string, those: RawBuilder<unknown>) => {
  const row = sql`c.id, c.account_id, c.identity_id, c.continues_as, c.came_back_from, c.disabled_at, c.email::text as email,
      (select i.email::text from identities i where i.workspace_id = c.workspace_id and i.id = c.identity_id) as login,
      (select i.id from identities i where i.workspace_id = c.workspace_id and i.email::text = c.email::text) as known`;
  return sql`recursive them as (
    select ${row} from contacts c where c.workspace_id = ${workspaceId} and ${those}
    union
    select ${row} from them t join contacts c on c.workspace_id = ${workspaceId}
        and (c.identity_id = t.identity_id or c.continues_as = t.id or c.id = t.continues_as
          or c.came_back_from = t.id or c.id = t.came_back_from
          or c.email::text = t.email and (c.identity_id is null or t.identity_id is null)
          or c.email::text = t.login and c.identity_id is null
          or c.identity_id = t.known and t.identity_id is null)
  )`;
};

/** Their ids, for a query. */
export const samePerson = (workspaceId: string, those: RawBuilder<unknown>) =>
  sql<{ id: string }>`with ${withSamePerson(workspaceId, those)} select id from them`;
