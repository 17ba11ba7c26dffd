import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { peek } from '../database.ts';
import type { TestPortal } from '../portal.ts';
import { type Actor, newWorld, type World } from '../world.ts';

/** The session of the guest, as test/isolation/rows.ts has it made. */
export const GUEST = sha256Hex('guest of Dana');

/** Somebody at the door of the database: what app.enter() is told of them, and who they are if it lets them be anybody. */
export interface Principal {
  name: string;
  /** The workspace they enter: that of the host they asked. */
  workspaceId: string;
  token: string | null;
  actor: Actor | null;
  /** They look at the portal as Dana, in a transaction that is not READ ONLY. */
  view?: { hash: string; portalId: string };
  /** They came in by a link to Dana's ticket: the hash of the session that the filler makes. */
  guest?: string;
  /** A job rather than a person. */
  system?: boolean;
}

export interface Cast {
  home: World;
  away: World;
  /** Those who are somebody at the victim's business, from the weakest to the owner. */
  within: Principal[];
  /** Those who are nobody there, whatever they hold in their hands. */
  nobody: Principal[];
  /** The people of another business, at their own. */
  elsewhere: Principal[];
  /** A member who sees some other customer only. */
  far: Actor;
  /** Somebody at a customer whose rooms are shut: see MORE in rows.ts. */
  shut: Actor;
  /** A colleague who sees what they are named on, and nothing else that others asked. */
  named: Actor;
  /** A colleague who may do nothing any more, and asked something once. */
  mute: Actor;
}

type Side = 'members' | 'contacts';

/** Every kind of person there is, at one business and at a rival one. */
export async function cast(portal: TestPortal): Promise<Cast> {
  const home = await newWorld(portal);
  const away = await newWorld(portal, 'Lumen Cloud');
  await ownRoles(portal, home);
  const at = (name: string, actor: Actor | null, world = home): Principal => ({
    name,
    workspaceId: world.workspaceId,
    token: actor?.token ?? null,
    actor,
  });
  const person = (name: string, side: Side, role: string, accountId = home.accountId, more: object = {}) =>
    add(portal, home, side, { name, role, accountId, ...more }).then((actor) => at(name, actor));
  const far = await person('member far', 'members', 'near');
  const near = await person('member near', 'members', 'near');
  await assign(portal, home, near.actor!, home.accountId);
  await assign(portal, home, far.actor!, home.rivalAccountId);
  const mute = await person('mute', 'contacts', 'mute');
  const named = await person('named', 'contacts', 'alone');
  const looking = (await person('looking', 'members', 'manager')).actor!;
  const past = new Date(Date.now() - 1000);
  const closed = await oneMore(portal, home);
  const shut = await person('shut out', 'contacts', 'account_admin', closed);
  await person('their colleague', 'contacts', 'viewer', closed);
  return {
    home,
    away,
    far: far.actor!,
    shut: shut.actor!,
    named: named.actor!,
    mute: mute.actor!,
    within: [
      at('rival', home.rival),
      await person('rival admin', 'contacts', 'account_admin', home.rivalAccountId),
      shut,
      await person('stranger', 'contacts', 'alone'),
      named,
      await person('flagged', 'contacts', 'mute', home.accountId, { flags: ['technical'] }),
      at('colleague', home.viewer),
      mute,
      at('dana', home.dana),
      await person('co-admin', 'contacts', 'account_admin'),
      await person('greedy', 'contacts', 'greedy'),
      await person('member blind', 'members', 'blind'),
      far,
      near,
      await person('auditor', 'members', 'auditor'),
      await person('caretaker', 'members', 'caretaker'),
      await person('m-viewer', 'members', 'viewer'),
      at('m-agent', home.agent),
      await person('m-manager', 'members', 'manager'),
      await person('m-admin', 'members', 'admin'),
      at('m-owner', home.owner),
      { ...at('looks as Dana', looking), view: await look(portal, home, looking) },
      { ...at('guest', null), guest: GUEST },
    ],
    nobody: [
      at('visitor', null),
      await person('disabled contact', 'contacts', 'account_admin', home.accountId, { disabledAt: past }),
      await person('disabled member', 'members', 'owner', home.accountId, { disabledAt: past }),
      await person('disabled login', 'members', 'owner', home.accountId, { loginDisabledAt: past }),
      await person('expired session', 'members', 'owner', home.accountId, { expiresAt: past }),
      await person('revoked session', 'members', 'owner', home.accountId, { revokedAt: past }),
      at('rival owner with their cookie', { ...away.owner, world: home }),
    ],
    elsewhere: [
      at('owner elsewhere', away.owner, away),
      at('contact elsewhere', away.dana, away),
      at('visitor elsewhere', null, away),
      { ...at('job elsewhere', null, away), system: true },
    ],
  };
}

/** A look of this member at the portal as Dana sees it. */
async function look(
  portal: TestPortal,
  world: World,
  { id, token }: Actor,
): Promise<{ hash: string; portalId: string }> {
  const hash = sha256Hex(`look-${id}`);
  const [row] = await peek<{ portal_id: string }>(
    portal.database,
    `insert into portal_views (workspace_id, id, token_hash, session_id, portal_id, member_id, contact_id, ends_at)
     select s.workspace_id, gen_random_uuid(), $2, s.id, p.id, $3, $4, now() + interval '30 minutes'
     from sessions s, portals p where s.workspace_id = $1 and s.token_hash = $5 and p.workspace_id = $1 returning portal_id`,
    [world.workspaceId, hash, id, world.dana.id, sha256Hex(token)],
  );
  return { hash, portalId: row!.portal_id };
}

/**
 * Roles that no portal comes with: one that sees no customer, one for assigned customers only, one that reads the log, one that only changes settings, a
 * customer's that sees nothing of colleagues, one without any right, and a customer's with every right of the team, as only somebody with their hands in the database can make it.
 */
async function ownRoles(portal: TestPortal, { workspaceId }: World): Promise<void> {
  await peek(portal.database, 'update workspaces set accounts_choose = true where id = $1', [workspaceId]);
  // No such role can be written while the lock on it holds.
  await peek(portal.database, 'alter table roles drop constraint roles_rights_of_side');
  const all = "(select rights from roles where workspace_id = $1 and side = 'member' and key = 'owner')";
  await peek(
    portal.database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach) values
      ($1, gen_random_uuid(), 'member', 'blind', 'Blind', '{settings.manage}', 'all'),
      ($1, gen_random_uuid(), 'member', 'auditor', 'Auditor', '{customers.see,audit.see}', 'all'),
      ($1, gen_random_uuid(), 'member', 'caretaker', 'Caretaker', '{customers.see,settings.manage}', 'all'),
      ($1, gen_random_uuid(), 'member', 'near', 'Near', ${all}, 'assigned'),
      ($1, gen_random_uuid(), 'contact', 'greedy', 'Greedy', ${all}, 'all'),
      ($1, gen_random_uuid(), 'contact', 'alone', 'Alone', '{tickets.open,tickets.reply}', 'all'),
      ($1, gen_random_uuid(), 'contact', 'mute', 'Mute', '{}', 'all')`,
    [workspaceId],
  );
}

/** A customer besides the two that every business of a test has. */
async function oneMore(portal: TestPortal, { workspaceId }: World): Promise<string> {
  const id = newId();
  await peek(
    portal.database,
    "insert into accounts (workspace_id, id, name, short_name) values ($1, $2, 'Shut', 'Shut')",
    [workspaceId, id],
  );
  return id;
}

const assign = (portal: TestPortal, world: World, { id }: Actor, accountId: string) =>
  peek(
    portal.database,
    'insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, $4)',
    [world.workspaceId, accountId, id, 'Helper'],
  );

interface Wanted {
  name: string;
  role: string;
  accountId: string;
  flags?: string[];
  disabledAt?: Date;
  loginDisabledAt?: Date;
  expiresAt?: Date;
  revokedAt?: Date;
}

/** Somebody more with a session, as the superuser puts them there. */
export async function add(portal: TestPortal, world: World, side: Side, wanted: Wanted): Promise<Actor> {
  const { workspaceId: workspace_id } = world;
  const [id, identityId] = [newId(), newId()];
  const token = `cast-${identityId}`;
  const email = `${identityId.slice(-12)}@people.example`;
  const row = { workspace_id, id, identity_id: identityId, name: wanted.name, email, role: wanted.role };
  const disabled_at = wanted.disabledAt ?? null;
  await asSystem(portal.platform.pool, workspace_id, async (db) => {
    await db
      .insertInto('identities')
      .values({ workspace_id, id: identityId, email, name: wanted.name, disabled_at: wanted.loginDisabledAt ?? null })
      .execute();
    if (side === 'members')
      await db
        .insertInto('members')
        .values({ ...row, disabled_at })
        .execute();
    else {
      await db
        .insertInto('contacts')
        .values({ ...row, disabled_at, account_id: wanted.accountId, flags: wanted.flags ?? [] })
        .execute();
    }
    await db
      .insertInto('sessions')
      .values({
        workspace_id,
        id: newId(),
        identity_id: identityId,
        token_hash: sha256Hex(token),
        expires_at: wanted.expiresAt ?? new Date(Date.now() + 86_400_000),
        revoked_at: wanted.revokedAt ?? null,
      })
      .execute();
  });
  return {
    id,
    identityId,
    name: wanted.name,
    email,
    token,
    accountId: side === 'contacts' ? wanted.accountId : null,
    world,
  };
}
