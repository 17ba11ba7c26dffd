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
    for (const [id, account] of [
      [accountId, 'Acme Robotics'],
      [rivalAccountId, 'Harbor Pine'],
    ] as const) {
      const row = { workspace_id: workspaceId, id, name: account, short_name: account.split(' ')[0]! };
      await db.insertInto('accounts').values(row).execute();
    }
    world.owner = await member(db, world, 'Maya Lindqvist', 'owner');
    world.agent = await member(db, world, 'Priya Raman', 'agent');
    world.dana = await contact(db, world, 'Dana Whitfield', accountId, 'contributor');
    world.viewer = await contact(db, world, 'Luis Ortega', accountId, 'viewer');
    world.rival = await contact(db, world, 'Ines Duarte', rivalAccountId, 'contributor');
    await db
      .insertInto('account_members')
      .values({ workspace_id: workspaceId, account_id: accountId, member_id: world.owner.id, role: 'Account lead' })
      .execute();
  });
  return world;
}

async function identity(
  db: Db,
  world: World,
  name: string,
): Promise<{ identityId: string; email: string; token: string }> {
  const identityId = newId();
  const email = `${name.split(' ')[0]!.toLowerCase()}@${world.host}`.replace('.localhost', '.example');
  const token = randomToken(32);
  const workspace_id = world.workspaceId;
  await db
    .insertInto('identities')
    .values({ workspace_id, id: identityId, email, name, email_verified: true })
    .execute();
  await db
    .insertInto('sessions')
    .values({
      workspace_id,
      id: newId(),
      identity_id: identityId,
      token_hash: sha256Hex(token),
      expires_at: new Date(Date.now() + 86_400_000),
    })
    .execute();
  return { identityId, email, token };
}

async function member(db: Db, world: World, name: string, role: string): Promise<Actor> {
  const who = await identity(db, world, name);
  const id = newId();
  await db
    .insertInto('members')
    .values({ workspace_id: world.workspaceId, id, identity_id: who.identityId, name, email: who.email, role })
    .execute();
  return { ...who, id, name, accountId: null, world };
}

async function contact(db: Db, world: World, name: string, accountId: string, role: string): Promise<Actor> {
  const who = await identity(db, world, name);
  const id = newId();
  await db
    .insertInto('contacts')
    .values({
      workspace_id: world.workspaceId,
      id,
      account_id: accountId,
      identity_id: who.identityId,
      name,
      email: who.email,
      role,
    })
    .execute();
  return { ...who, id, name, accountId, world };
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
