import { ofCompany, type SightSubject } from '#features/visibility/index.ts';
import { isId } from '#platform/db/ids.ts';

/** The people of a customer see their company and each other; the team sees those customers it reaches. */
const account: SightSubject = {
  kind: 'account',
  async find(ctx, id) {
    if (!isId(id)) return undefined;
    const row = await ctx.db
      .selectFrom('accounts')
      .select(['id', 'name'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return undefined;
    return { title: row.name, href: `/customers/${id}`, nav: 'customers', accountId: id, contact: ofCompany };
  },
};

const contact: SightSubject = {
  kind: 'contact',
  async find(ctx, id) {
    if (!isId(id)) return undefined;
    const row = await ctx.db
      .selectFrom('contacts')
      .select(['name', 'account_id'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return undefined;
    const href = `/customers/${row.account_id}/contacts/${id}`;
    return { title: row.name, href, nav: 'customers', accountId: row.account_id, contact: ofCompany };
  },
};

export const sightSubjects: readonly SightSubject[] = [account, contact];
