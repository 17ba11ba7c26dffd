import { attachesByDomain, emailAddress, nobodyStandsFor } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isArchived } from './accounts.ts';
import { type Asserted, type Connection, SsoRefused } from './connection.ts';
import { vouchesFor } from './connections.ts';
import { groupRoles, roleFor } from './roles.ts';
import { directoryGroups } from './scim/group-roles.ts';

/** Who somebody is here, whom a provider vouches for. `known`: by a sign-in before; `invited`: a contact who never came. */
export interface Decision {
  standing: 'known' | 'first' | 'invited' | 'new';
  /** Null while there is none: they are new. */
  identityId: string | null;
  personId: string | null;
  email: string;
  name: string;
  /** What their groups give them now; null leaves it as it is. */
  role: string | null;
  roleNow: string | null;
}

const refuse = (...why: ConstructorParameters<typeof SsoRefused>): never => {
  throw new SsoRefused(...why);
};

/**
 * Whether a provider may let this person in, and who they are. Changes nothing. A provider vouches for people of one side only
 * (the team, or one customer), with an address in a domain that was proved for it; whoever it recognises by issuer and subject
 * is held to the same, each time. Only the system can look.
 */
export async function decide(ctx: Ctx, connection: Connection, asserted: Asserted): Promise<Decision> {
  const { accountId } = connection;
  if (accountId !== null && (await isArchived(ctx, accountId))) refuse('off', 'the customer was put away');
  const linked = await linkedIdentity(ctx, connection, asserted);
  const identity = linked ?? (await identityByAddress(ctx, asserted));
  const email = linked?.email ?? addressOf(asserted);
  if (!(await vouchesFor(ctx, connection.id, email))) refuse('foreign-address', 'the domain is not proved for it');
  if (identity?.disabledAt) refuse('disabled', 'the identity is disabled');
  const person =
    accountId === null ? await member(ctx, identity?.id) : await contact(ctx, connection, identity?.id, email);
  // Written down, and whoever invited them may not any more: they come as anybody new does.
  const comesAsNew = person?.identityId === null && (await nobodyStandsFor(ctx, [person.id])).has(person.id);
  if ((!person || comesAsNew) && !(await addsPeople(ctx, connection)))
    refuse('unknown-person', 'nobody here has that address');
  if (person?.disabledAt || person?.continuesAs) refuse('disabled', 'they are deactivated');
  const known = await groupRoles(ctx, connection.id);
  const groups = identity ? await directoryGroups(ctx, connection.id, identity.id) : [];
  return {
    standing: !person ? 'new' : linked ? 'known' : person.identityId ? 'first' : 'invited',
    identityId: identity?.id ?? null,
    personId: person?.id ?? null,
    email,
    name: person?.name ?? (asserted.name || email.slice(0, email.indexOf('@'))),
    role: roleFor(known, [...asserted.groups, ...groups], connection.defaultRole),
    roleNow: comesAsNew ? connection.defaultRole : (person?.role ?? null),
  };
}

/** A customer's new people come by their domain: where the business attaches nobody that way, they are invited. */
const addsPeople = async (ctx: Ctx, { addsPeople: adds, accountId }: Connection): Promise<boolean> =>
  adds && (accountId === null || (await attachesByDomain(ctx)));

function addressOf({ email, emailVerified }: Asserted): string {
  const address = email && emailAddress(email);
  if (!address) throw new SsoRefused('no-address', 'it names no address');
  if (!emailVerified) throw new SsoRefused('no-address', 'the provider has not verified the address');
  return address;
}

interface Identity {
  id: string;
  email: string;
  disabledAt: Date | null;
}

async function linkedIdentity(
  ctx: Ctx,
  { id }: Connection,
  { issuer, subject }: Asserted,
): Promise<Identity | undefined> {
  return ctx.db
    .selectFrom('sso_links as l')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'l.workspace_id').onRef('i.id', '=', 'l.identity_id'),
    )
    .select(['i.id', 'i.email', 'i.disabled_at as disabledAt'])
    .where('l.workspace_id', '=', ctx.workspace.id)
    .where('l.connection_id', '=', id)
    .where('l.issuer', '=', issuer)
    .where('l.subject', '=', subject)
    .executeTakeFirst();
}

async function identityByAddress(ctx: Ctx, asserted: Asserted): Promise<Identity | undefined> {
  return ctx.db
    .selectFrom('identities')
    .select(['id', 'email', 'disabled_at as disabledAt'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', addressOf(asserted))
    .executeTakeFirst();
}

interface Standing {
  id: string;
  name: string;
  role: string;
  identityId: string | null;
  disabledAt: Date | null;
  /** The entry of theirs that took this one's place, if one did. */
  continuesAs?: string | null;
}

const shown = ['id', 'name', 'role', 'identity_id as identityId', 'disabled_at as disabledAt'] as const;

async function member(ctx: Ctx, identityId: string | undefined): Promise<Standing | undefined> {
  if (!identityId) return undefined;
  const row = await ctx.db
    .selectFrom('members')
    .select(shown)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  // A customer's person is not made one of the team by the team's provider: somebody of the team invites them.
  if (!row && (await isContact(ctx, identityId))) refuse('not-theirs', 'a customer has this address');
  return row;
}

async function contact(
  ctx: Ctx,
  { accountId }: Connection,
  identityId: string | undefined,
  email: string,
): Promise<Standing | undefined> {
  // Whoever is or was on the team is nobody's contact: a customer's provider could come in as them.
  if (identityId && (await isMember(ctx, identityId))) refuse('not-theirs', 'somebody of the team has this address');
  const rows = await ctx.db
    .selectFrom('contacts')
    .select([...shown, 'continues_as as continuesAs'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where((one) => one.or([...(identityId ? [one('identity_id', '=', identityId)] : []), one('email', '=', email)]))
    .execute();
  return rows.find((row) => row.identityId === identityId && identityId) ?? rows.find((row) => row.identityId === null);
}

const isMember = async (ctx: Ctx, identityId: string): Promise<boolean> =>
  (await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst()) !== undefined;

const isContact = async (ctx: Ctx, identityId: string): Promise<boolean> =>
  (await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst()) !== undefined;
