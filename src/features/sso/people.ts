import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Form } from '#platform/http/form.ts';
import { demand } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { peopleChanges } from './changes.ts';
import type { Connection } from './connection.ts';
import { type GroupRole, groupRoles } from './roles.ts';
import { mayManage, tell, unlessTheirs, update } from './setup.ts';

const MOST_GROUPS = 60;
const claim = seenLine(300, 'error.claim', 'error.unseen').default('');
const ticked = z.string().optional().transform(Boolean);

/** Who gets in, and as what. Lists of groups and roles come as two lists of the same length. */
export const peopleForm = z.object({
  default_role: z.string('error.role').min(1, 'error.role').max(60, 'error.role'),
  adds_people: ticked,
  second_step_here: ticked,
  starts_elsewhere: ticked,
  claim_email: claim,
  claim_name: claim,
  claim_groups: claim,
  group: z
    .array(seenLine(200, 'error.group', 'error.unseen'))
    .max(MOST_GROUPS, 'error.groups')
    .default([]),
  role: z.array(z.string().max(60, 'error.role')).max(MOST_GROUPS, 'error.groups').default([]),
});

/** Lines for groups beyond those there are. */
const EMPTY_LINES = 2;

/** The lines of groups in the form. */
export const linesOf = (groups: readonly GroupRole[]): GroupRole[] => [
  ...groups,
  ...Array.from({ length: EMPTY_LINES }, () => ({ group: '', role: '' })),
];

/** What the form shows of a connection as it is. */
export function shownPeople(connection: Connection, groups: readonly GroupRole[]): Shown {
  const lines = linesOf(groups);
  const { email = '', name = '', groups: claimed = '' } = connection.attributes;
  return {
    default_role: connection.defaultRole,
    adds_people: connection.addsPeople ? '1' : '',
    second_step_here: connection.secondStepHere ? '1' : '',
    starts_elsewhere: connection.startsElsewhere ? '1' : '',
    ...{ claim_email: email, claim_name: name, claim_groups: claimed },
    group: lines.map(({ group }) => group),
    role: lines.map(({ role }) => role),
  };
}

/** Each group stands beside its role. */
export const pairs = [['group', 'role']];

/** What was typed, line by line, to be shown again. */
export const typedPairs = (form: Form): GroupRole[] => {
  const roles = form.all('role');
  const lines = form.all('group').map((group, index) => ({ group, role: roles[index] ?? '' }));
  return lines.filter(({ group, role }) => group || role).slice(0, MOST_GROUPS);
};

/** The pairs somebody typed: lines without a group are empty ones, and of a group that stands twice the first counts. */
export function pairsOf({ group, role }: Pick<z.output<typeof peopleForm>, 'group' | 'role'>): GroupRole[] {
  const pairs = new Map<string, GroupRole>();
  for (const [index, name] of group.entries()) {
    const key = name.toLowerCase();
    if (name && role[index] && !pairs.has(key)) pairs.set(key, { group: name, role: role[index] });
  }
  return [...pairs.values()];
}

/** Only roles that may be given this way: being an owner is for people to decide. */
export const isGivable = (given: z.output<typeof peopleForm>, roles: readonly string[]): boolean =>
  [given.default_role, ...pairsOf(given).map(({ role }) => role)].every((role) => roles.includes(role));

export async function setPeople(ctx: Ctx, connection: Connection, given: z.output<typeof peopleForm>): Promise<void> {
  demand(mayManage(ctx));
  const before = { ...connection, groups: await groupRoles(ctx, connection.id) };
  const claims = { email: given.claim_email, name: given.claim_name, groups: given.claim_groups };
  const attributes = Object.fromEntries(Object.entries(claims).filter(([, value]) => value));
  const { email, groups } = connection.attributes;
  // Which claim is the address, and which the groups, says who is whom as the provider does.
  const another = email !== attributes.email || groups !== attributes.groups;
  await update(ctx, connection, {
    ...(another ? unlessTheirs(ctx, connection) : {}),
    default_role: given.default_role,
    adds_people: given.adds_people,
    second_step_here: given.second_step_here,
    starts_elsewhere: given.starts_elsewhere,
    attributes: JSON.stringify(attributes),
  });
  await ctx.db
    .deleteFrom('sso_group_roles')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .execute();
  const rows = pairsOf(given).map(({ group, role }, position) => ({
    workspace_id: ctx.workspace.id,
    id: newId(),
    connection_id: connection.id,
    group_name: group,
    role,
    position,
  }));
  if (rows.length > 0) await ctx.db.insertInto('sso_group_roles').values(rows).execute();
  const after = {
    defaultRole: given.default_role,
    addsPeople: given.adds_people,
    secondStepHere: given.second_step_here,
    startsElsewhere: given.starts_elsewhere,
    attributes,
    groups: pairsOf(given),
  };
  await tell(ctx, connection, 'people', { changes: peopleChanges(before, after) });
}
