import type { Line, SearchKind } from '#features/search/index.ts';
import { mayManageMembers } from './access.ts';
import { say } from './messages.ts';

/** Who is on the team, for whoever looks after it. */
export const searchKind: SearchKind = {
  kind: 'member',
  icon: 'users',
  label: (reader) => say(reader, 'section'),
  may: ({ actor }) => mayManageMembers(actor),
  people: true,
  async lines(ctx, found) {
    const ids = found.map(({ id }) => id);
    const rows = await ctx.db
      .selectFrom('members')
      .select(['id', 'name', 'email', 'title', 'photo', 'disabled_at as disabledAt'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', 'in', ids)
      .execute();
    return new Map(
      rows.map(({ id, name, email, title, photo, disabledAt }): [string, Line] => [
        id,
        {
          href: `/settings/members/${id}`,
          title: name,
          note: [disabledAt ? say(ctx.reader, 'former') : '', title, email].filter(Boolean).join(' · '),
          avatar: { name, photo },
        },
      ]),
    );
  },
};
