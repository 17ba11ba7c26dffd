import { beforeAll, expect, test } from 'vitest';
import { deriveKey, sha256Hex, sign } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { as, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import type { World } from '../world.ts';
import { tokenFor, type Victim, victim } from './arena.ts';

const portal = usePortal();
let a: Victim;
let b: Victim;

beforeAll(async () => {
  a = await victim(portal());
  b = await victim(portal(), 'Lumen Cloud');
});

test('TRUST 16: a session, a form’s proof and a page’s topics of one workspace are nothing at another', async () => {
  const guest = as(portal(), { ...a.world.owner, world: b.world });
  expect((await guest.get('/inbox')).status).toBe(303);
  const owner = as(portal(), b.world.owner);
  const foreign = tokenFor(portal(), a.world.owner, a.world);
  expect((await owner.postRaw('/preferences', { _token: foreign, theme: 'dark' })).status).toBe(403);
  // Even with the very same token in its cookie a session does not exist over there.
  expect(tokenFor(portal(), a.world.owner, a.world)).not.toBe(tokenFor(portal(), a.world.owner, b.world));
});

test('TRUST 16, control: a form’s proof of the right workspace and session holds', async () => {
  const owner = as(portal(), b.world.owner);
  expect(
    (await owner.postRaw('/preferences', { _token: tokenFor(portal(), b.world.owner, b.world), theme: 'dark' })).status,
  ).toBe(303);
});

test('TRUST 16, control: were the session known there, too, its cookie would open it; the proof of a form is still another', async () => {
  const cookie = { ...a.world.owner, world: b.world };
  const guest = as(portal(), cookie);
  const id = newId();
  await asSystem(portal().platform.pool, b.world.workspaceId, (db) =>
    db
      .insertInto('sessions')
      .values({
        workspace_id: b.world.workspaceId,
        id,
        identity_id: b.world.owner.identityId,
        token_hash: sha256Hex(a.world.owner.token),
        expires_at: new Date(Date.now() + 60_000),
      })
      .execute(),
  );
  expect((await guest.get('/inbox')).status).toBe(200);
  const dark = async (world: World) =>
    (await guest.postRaw('/preferences', { _token: tokenFor(portal(), cookie, world), theme: 'dark' })).status;
  expect([await dark(a.world), await dark(b.world)]).toEqual([403, 303]);
  await peek(portal().database, 'delete from sessions where id = $1', [id]);
});

test('TRUST 16: a sentence sealed for one workspace is not said at another', async () => {
  const sealed = (workspaceId: string) =>
    sign(
      deriveKey(portal().platform.masterKey, 'flash', workspaceId),
      'Pay at evil.example',
      new Date(Date.now() + 60_000),
    );
  const said = async (token: string) => {
    const client = as(portal(), b.world.owner);
    client.cookies.set('portico_flash', token);
    return (await client.get('/inbox')).text.includes('Pay at evil.example');
  };
  expect(await said(sealed(a.world.workspaceId))).toBe(false);
  expect(await said('Pay at evil.example')).toBe(false);
  // Control: the right seal is believed.
  expect(await said(sealed(b.world.workspaceId))).toBe(true);
});

test('TRUST 5: inviting an address that another workspace knows answers like any other address', async () => {
  const invite = async (email: string) => {
    const path = `/customers/${b.world.accountId}/contacts/new`;
    const answer = await as(portal(), b.world.owner).submit(path, path, {
      contact_name: 'New Person',
      email,
      role: 'contributor',
    });
    return [answer.status, answer.location, answer.text];
  };
  expect(await invite(a.world.dana.email)).toEqual(await invite('somebody-new@acme.example'));
});

test('TRUST 5, control: were addresses unique in the whole installation, the same question would tell', async () => {
  await peek(portal().database, 'create unique index everywhere on identities (email)');
  try {
    const path = `/customers/${b.world.accountId}/contacts/new`;
    const fields = { contact_name: 'New Person', email: a.world.owner.email, role: 'contributor' };
    const invited = await as(portal(), b.world.owner).submit(path, path, fields);
    const accepted = await acceptLast(a.world.owner.email);
    expect([invited.status, accepted]).not.toEqual([303, 303]);
  } finally {
    await peek(portal().database, 'drop index everywhere');
  }
});

/** Accepts the invitation that was mailed last to this address, at B. */
async function acceptLast(email: string): Promise<number> {
  await portal().workJobs();
  const [mail] = await peek<{ text: string }>(
    portal().database,
    'select text from mails where workspace_id = $1 and to_address = $2 order by created_at desc limit 1',
    [b.world.workspaceId, email],
  );
  const token = /token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const client = visitor(portal(), b.world);
  const answer = await client.submit(`/invitation?token=${token}`, '/invitation', {
    name: 'New Person',
    password: 'long enough words',
  });
  return answer.status;
}
