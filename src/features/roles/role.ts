import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { builtIn, type Reach, type Right, rightsIn, type Side } from '#platform/rights.ts';
import { say } from './messages.ts';

/** What people of one side may do. `key` is what their rows name. */
export interface Role {
  id: string;
  side: Side;
  key: string;
  builtIn: boolean;
  /** Its own name; empty for a role that comes with every portal, which is called in the reader's language. */
  name: string;
  rights: ReadonlySet<Right>;
  reach: Exclude<Reach, 'none'>;
}

type Named = Pick<Role, 'side' | 'key' | 'name'>;

/** How a role is called: its own name, or that of the one that comes with every portal. */
export function roleName(reader: Reader, { side, key, name }: Named): string {
  if (name) return name;
  return key in builtIn[side] ? say(reader, `${side}.${key}` as 'member.owner') : key;
}

/** A right as a sentence, from the side of whoever has it. */
export const rightName = (reader: Reader, side: Side, right: Right): string =>
  say(
    reader,
    (side === 'contact' && right === 'tickets.reply'
      ? 'right.contact.tickets.reply'
      : `right.${right}`) as 'right.audit.see',
  );

/** What a customers' role is good for, in a line. */
export function roleNote(reader: Reader, role: Role): string {
  if (role.builtIn) return say(reader, `contact.${role.key}.note` as 'contact.viewer.note');
  return [...role.rights].map((right) => rightName(reader, role.side, right)).join(' · ');
}

/** The roles of a side: those that come with every portal, from the most to the least, and then one's own by name. */
export async function rolesOf(ctx: Ctx, side: Side): Promise<Role[]> {
  const rows = await select(ctx).where('side', '=', side).orderBy('name').execute();
  const order = Object.keys(builtIn[side]);
  const place = (role: Role) => (role.builtIn ? order.indexOf(role.key) : order.length);
  return rows.map(roleOf).sort((a, b) => place(a) - place(b));
}

/**
 * Whether somebody of a customer with this role lets others in. Whoever gives it proves who they are: of a stolen session it would be
 * there for good.
 */
export const letsOthersIn = async (ctx: Ctx, key: string): Promise<boolean> =>
  (await rolesOf(ctx, 'contact')).some((role) => role.key === key && role.rights.has('colleagues.manage'));

/** A role by its id. Throws 404 for one that is not there. */
export async function findRole(ctx: Ctx, id: string): Promise<Role> {
  const row = isId(id) ? await select(ctx).where('id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return roleOf(row);
}

/** How many people with access have each role of a side, by its key. */
export async function peopleByRole(ctx: Ctx, side: Side): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom(side === 'member' ? 'members' : 'contacts')
    .select(({ fn }) => ['role', fn.countAll<number>().as('n')])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('disabled_at', 'is', null)
    .groupBy('role')
    .execute();
  return new Map(rows.map((row) => [row.role, Number(row.n)]));
}

const select = (ctx: Ctx) =>
  ctx.db
    .selectFrom('roles')
    .select(['id', 'side', 'key', 'built_in', 'name', 'rights', 'reach'])
    .where('workspace_id', '=', ctx.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const roleOf = (row: Row): Role => ({
  id: row.id,
  side: row.side as Side,
  key: row.key,
  builtIn: row.built_in,
  name: row.name,
  rights: rightsIn(row.rights),
  reach: row.reach as Role['reach'],
});
