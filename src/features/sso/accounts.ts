import type { Ctx } from '#platform/http/context.ts';

/** Customers that have no connection yet, by name. */
export async function accountsWithout({ db, workspace }: Ctx): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('accounts as a')
    .select(['a.id', 'a.name'])
    .where('a.workspace_id', '=', workspace.id)
    .where('a.archived_at', 'is', null)
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom('sso_connections as c')
            .select('c.id')
            .whereRef('c.workspace_id', '=', 'a.workspace_id')
            .whereRef('c.account_id', '=', 'a.id'),
        ),
      ),
    )
    .orderBy('a.name')
    .limit(2_000)
    .execute();
}

/** The names of these customers, by id. */
export async function accountNames({ db, workspace }: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspace.id)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function accountName({ db, workspace }: Ctx, id: string): Promise<string> {
  const row = await db
    .selectFrom('accounts')
    .select('name')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.name ?? '';
}

/** Whether a customer was put away: their provider and their directory let nobody in. */
export async function isArchived({ db, workspace }: Ctx, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .where('archived_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}
