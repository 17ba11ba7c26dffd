import type { Reader } from '#platform/i18n/reader.ts';
import type { Right, Side } from '#platform/rights.ts';
import { classes } from '#platform/ui/attributes.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { mayGive } from '../access.ts';
import { rightsOfSide } from '../change.ts';
import { say } from '../messages.ts';
import { type Role, rightName, roleName } from '../role.ts';
import type { RolesPageProps } from './roles.tsx';

const groups: { [S in Side]: Record<string, readonly Right[]> } = {
  member: {
    customers: [
      'customers.see',
      'customers.manage',
      'customers.merge',
      'contacts.invite',
      'contacts.manage',
      'customers.view_as',
    ],
    work: [
      'tickets.reply',
      'tickets.note',
      'tickets.triage',
      'articles.write',
      'articles.publish',
      'data.export',
      'data.erase',
    ],
    portal: [
      'fields.manage',
      'audiences.manage',
      'members.manage',
      'roles.manage',
      'sign_in.manage',
      'settings.manage',
      'audit.see',
      'portal.close',
    ],
  },
  contact: {
    tickets: ['tickets.open', 'tickets.reply', 'tickets.colleagues'],
    account: ['colleagues.manage', 'account.edit', 'billing.see', 'approvals.decide'],
  },
};

/** Rights down, roles across: those that come with every portal, and the one that is looked at. */
export function Matrix({ ctx, side, roles, people, role, editable }: RolesPageProps & { editable: boolean }) {
  const { reader } = ctx;
  const shown = roles
    .filter((one) => one.builtIn || one.id === role.id)
    .map((one) => (one.id === role.id ? role : one));
  const offered = new Set(rightsOfSide(side));
  return (
    <div class="card flush scroll-x" tabindex={0} role="region" aria-label={say(reader, 'table')}>
      <table class="table roles">
        <caption class="visually-hidden">{say(reader, 'table')}</caption>
        <thead>
          <tr>
            <th scope="col">{say(reader, 'canThey')}</th>
            {shown.map((one) => (
              <th scope="col" class={classes('role', one.id === role.id && 'chosen')}>
                {roleName(reader, one)}
                <span class="meta">{say(reader, 'people', { n: people.get(one.key) ?? 0 })}</span>
              </th>
            ))}
          </tr>
        </thead>
        {Object.entries(groups[side]).map(([group, rights]) => (
          <tbody>
            <tr class="group">
              <th scope="rowgroup">{say(reader, `group.${group}` as 'group.work')}</th>
              {shown.map((one) => (
                <td class={classes('role', one.id === role.id && 'chosen')} />
              ))}
            </tr>
            {rights
              .filter((right) => offered.has(right))
              .map((right) => (
                <tr>
                  <th scope="row">{rightName(reader, side, right)}</th>
                  {shown.map((one) => (
                    <td class={classes('role', one.id === role.id && 'chosen')}>
                      {editable && one.id === role.id ? (
                        <input
                          type="checkbox"
                          name="right"
                          value={right}
                          checked={role.rights.has(right)}
                          disabled={!mayGive(ctx.actor, side, right)}
                          aria-label={`${rightName(reader, side, right)}, ${roleName(reader, role)}`}
                        />
                      ) : (
                        <Has reader={reader} role={one} right={right} />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Has({ reader, role, right }: { reader: Reader; role: Role; right: Right }) {
  if (!role.rights.has(right)) return <span class="visually-hidden">{say(reader, 'no')}</span>;
  if (right === 'customers.see' && role.reach === 'assigned') return <span class="meta">{say(reader, 'own')}</span>;
  return (
    <>
      <Icon name="check" />
      <span class="visually-hidden">{say(reader, 'yes')}</span>
    </>
  );
}
