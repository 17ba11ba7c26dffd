import type { Ctx } from '#platform/http/context.ts';

const MOST = 2_000;

/** Customers in use, by name, for a select. */
export const accountChoices = ({ db, workspace }: Ctx): Promise<{ id: string; name: string }[]> =>
  db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspace.id)
    .where('archived_at', 'is', null)
    .orderBy('sort_name')
    .orderBy('id')
    .limit(MOST)
    .execute();
