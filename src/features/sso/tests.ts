import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from './connection.ts';
import type { TestResult } from './keep-test.ts';

/** What the last test has shown; null when there was none. */
export async function testOf({ db, workspace }: Ctx, { id }: Connection): Promise<TestResult | null> {
  const row = await db
    .selectFrom('sso_connections')
    .select('test')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row?.test as unknown as TestResult) ?? null;
}
