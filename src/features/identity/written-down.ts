import { sql } from 'kysely';

/**
 * For a query, of a row of contacts: whether a colleague wrote the address down and its owner has never come by it. Anybody who may invite
 * colleagues writes down whatever address they like, so it says nothing of where its owner belongs; that the team reminds them later
 * does not make it true.
 */
export const onlyByColleague = (workspaceId: string, contacts: string) =>
  sql<boolean>`(${sql.ref(`${contacts}.identity_id`)} is null and coalesce((
    select i.invited_by_contact is not null from invitations i where i.workspace_id = ${workspaceId}
      and i.contact_id = ${sql.ref(`${contacts}.id`)} order by i.created_at, i.id limit 1), false))`;
