import type { Line, SearchKind } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { visibleAccounts } from './access.ts';
import { say } from './messages.ts';

const seesCustomers = ({ actor }: Ctx): boolean => actor.kind === 'member' && actor.reach !== 'none';

/** Customers, for the team. */
const accountKind: SearchKind = {
  kind: 'account',
  icon: 'building-2',
  label: (reader) => say(reader, 'found.accounts'),
  may: seesCustomers,
  people: true,
  async lines(ctx, found) {
    const ids = found.map(({ id }) => id);
    const rows = await visibleAccounts(ctx)
      .select(['id', 'name', 'plan', 'place', 'archived_at as archivedAt'])
      .where('id', 'in', ids)
      .execute();
    return new Map(
      rows.map(({ id, name, plan, place, archivedAt }): [string, Line] => {
        const facts = [archivedAt ? say(ctx.reader, 'found.archived') : '', plan, place].filter(Boolean);
        return [
          id,
          {
            href: `/customers/${id}`,
            title: name,
            note: facts.join(' · ') || undefined,
            avatar: { name, square: true },
          },
        ];
      }),
    );
  },
};

/** Their people, for the team. */
const contactKind: SearchKind = {
  kind: 'contact',
  icon: 'user',
  label: (reader) => say(reader, 'found.contacts'),
  may: seesCustomers,
  people: true,
  async lines(ctx, found) {
    const ids = found.map(({ id }) => id);
    const rows = await ctx.db
      .selectFrom('contacts as c')
      .innerJoin('accounts as a', (join) =>
        join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
      )
      .select(['c.id', 'c.name', 'c.email', 'c.title', 'c.photo', 'a.id as accountId', 'a.name as account'])
      .where('c.workspace_id', '=', ctx.workspace.id)
      .where('c.id', 'in', ids)
      .execute();
    return new Map(
      rows.map(({ id, name, email, title, photo, accountId, account }): [string, Line] => [
        id,
        {
          href: `/customers/${accountId}/contacts/${id}`,
          title: name,
          note: [title, account, email].filter(Boolean).join(' · '),
          avatar: { name, photo },
        },
      ]),
    );
  },
};

export const searchKinds: SearchKind[] = [accountKind, contactKind];
