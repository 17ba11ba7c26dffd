import { originOf } from '#platform/config.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import type { TestPortal } from './portal.ts';

export interface Actor {
  name: string;
  email: string;
  identityId: string;
  /** The member or contact row. */
  id: string;
  accountId: string | null;
  /** The raw session token, as it stands in the cookie. */
  token: string;
  world: World;
}

/** One business with people in it. */
export interface World {
  workspaceId: string;
  host: string;
  origin: string;
  name: string;
  owner: Actor;
  agent: Actor;
  /** The customer's contributor. */
  dana: Actor;
  /** A colleague at the same account who may only read. */
  viewer: Actor;
  /** A contact of another account in the same workspace. */
  rival: Actor;
  accountId: string;
  rivalAccountId: string;
}

let count = 0;

/** A fresh workspace with two accounts; everybody is signed in already. Make a second one for the rival business. */
export async function newWorld(portal: TestPortal, name = 'Northwind Studio', color = '#6846e8'): Promise<World> {
  const { platform } = portal;
  count += 1;
  // With a letter: six digits alone would be read as a code.
  const slug = `w${count}-x${newId().slice(-6)}`;
  const host = `${slug}.localhost`;
  const workspaceId = newId();
  const accountId = newId();
  const rivalAccountId = newId();
  const world = {
    workspaceId,
    host,
    origin: originOf(platform.config, host),
    name,
    accountId,
    rivalAccountId,
  } as World;
  const people = {
    owner: somebody(world, 'Maya Lindqvist', null),
    agent: somebody(world, 'Priya Raman', null),
    dana: somebody(world, 'Dana Whitfield', accountId),
    viewer: somebody(world, 'Luis Ortega', accountId),
    rival: somebody(world, 'Ines Duarte', rivalAccountId),
  };
  Object.assign(world, people);
  await asSystem(platform.pool, workspaceId, async (db) => {
    const brand = JSON.stringify({ color, radius: 'soft', font: 'inter' });
    await db
      .insertInto('workspaces')
      .values({ id: workspaceId, slug, name, short_name: name.split(' ')[0]!, brand, reply_promise_minutes: 120 })
      .execute();
    await db
      .insertInto('portals')
      .values({ workspace_id: workspaceId, id: newId(), host, verified_at: new Date() })
      .execute();
    const companies = { [accountId]: 'Acme Robotics', [rivalAccountId]: 'Harbor Pine' };
    await db
      .insertInto('accounts')
      .values(
        Object.entries(companies).map(([id, account]) => ({
          workspace_id: workspaceId,
          id,
          name: account,
          short_name: account.split(' ')[0]!,
        })),
      )
      .execute();
    await insertPeople(db, people);
    await db
      .insertInto('account_members')
      .values({ workspace_id: workspaceId, account_id: accountId, member_id: people.owner.id, role: 'Account lead' })
      .execute();
  });
  return world;
}

function somebody(world: World, name: string, accountId: string | null): Actor {
  const email = `${name.split(' ')[0]!.toLowerCase()}@${world.host}`.replace('.localhost', '.example');
  return { name, email, identityId: newId(), id: newId(), accountId, token: randomToken(32), world };
}

/** All at once: most tests begin with a world, and a statement for each row was a twentieth of all their time. */
async function insertPeople(db: Db, { owner, agent, dana, viewer, rival }: Record<string, Actor>): Promise<void> {
  const all = [owner!, agent!, dana!, viewer!, rival!];
  const workspace_id = owner!.world.workspaceId;
  const person = ({ id, identityId, name, email }: Actor, role: string) => ({
    workspace_id,
    id,
    identity_id: identityId,
    name,
    email,
    role,
  });
  const customer = (actor: Actor, role: string) => ({ ...person(actor, role), account_id: actor.accountId! });
  await db
    .insertInto('identities')
    .values(all.map(({ identityId: id, email, name }) => ({ workspace_id, id, email, name, email_verified: true })))
    .execute();
  const expires_at = new Date(Date.now() + 86_400_000);
  await db
    .insertInto('sessions')
    .values(
      all.map(({ identityId, token }) => ({
        workspace_id,
        id: newId(),
        identity_id: identityId,
        token_hash: sha256Hex(token),
        expires_at,
      })),
    )
    .execute();
  await db
    .insertInto('members')
    .values([person(owner!, 'owner'), person(agent!, 'agent')])
    .execute();
  await db
    .insertInto('contacts')
    .values([customer(dana!, 'contributor'), customer(viewer!, 'viewer'), customer(rival!, 'contributor')])
    .execute();
}

/** Ends every session of an actor, as signing out everywhere does. */
export async function endSessions(platform: Platform, actor: Actor): Promise<void> {
  await asSystem(platform.pool, actor.world.workspaceId, (db) =>
    db
      .updateTable('sessions')
      .set({ revoked_at: new Date() })
      .where('workspace_id', '=', actor.world.workspaceId)
      .where('identity_id', '=', actor.identityId)
      .execute(),
  );
}
