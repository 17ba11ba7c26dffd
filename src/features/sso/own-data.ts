import { sql } from 'kysely';
import type { OwnData } from '#platform/own-data.ts';

/** As whom identity providers know somebody. */
const links: OwnData = {
  name: 'single_sign_on',
  asSystem: true,
  page: (db, person, after, limit) =>
    db
      .selectFrom('sso_links as l')
      .innerJoin('sso_connections as s', (join) =>
        join.onRef('s.workspace_id', '=', 'l.workspace_id').onRef('s.id', '=', 'l.connection_id'),
      )
      .select(['l.connection_id as id', 's.name as connection', 'l.issuer', 'l.subject', 'l.created_at', 'l.used_at'])
      .where('l.workspace_id', '=', person.workspaceId)
      .where('l.identity_id', '=', person.identityId)
      .where('l.connection_id', '>', after)
      .orderBy('l.connection_id')
      .limit(limit)
      .execute(),
};

/** What directories have told of somebody, and the groups they put them into. */
const directory: OwnData = {
  name: 'directory',
  asSystem: true,
  page: (db, person, after, limit) =>
    db
      .selectFrom('scim_users as u')
      .innerJoin('sso_connections as s', (join) =>
        join.onRef('s.workspace_id', '=', 'u.workspace_id').onRef('s.id', '=', 'u.connection_id'),
      )
      .select(['u.id', 's.name as connection', 'u.user_name', 'u.external_id', 'u.attributes', 'u.created_at'])
      .select(['u.updated_at', 'u.deactivated_at', 'u.deleted_at'])
      .select(
        sql<string[]>`array(select g.display_name::text from scim_group_members m join scim_groups g
          on g.workspace_id = m.workspace_id and g.connection_id = m.connection_id and g.id = m.group_id
          where m.workspace_id = u.workspace_id and m.connection_id = u.connection_id and m.user_id = u.id
          order by 1)`.as('groups'),
      )
      .where('u.workspace_id', '=', person.workspaceId)
      .where('u.identity_id', '=', person.identityId)
      .where('u.id', '>', after)
      .orderBy('u.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [links, directory];
