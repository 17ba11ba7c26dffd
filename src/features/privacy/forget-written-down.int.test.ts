import { expect, test } from 'vitest';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { pageOf, somebody, standsIn } from './privacy.testing.ts';

const portal = usePortal();

/** Dana has a login at Acme; the team has written her address down at Harbor Pine, too, and a stranger's beside it. */
async function writtenDown() {
  const seen = await somebody(portal());
  const { world, owner } = seen;
  const invite = `/customers/${world.rivalAccountId}/contacts/new`;
  for (const [name, email] of [
    ['Dana Elsewhere', world.dana.email],
    ['Otto Stays', 'otto@stays.example'],
  ]) {
    const { status } = await owner.submit(invite, invite, { contact_name: name!, email: email!, role: 'viewer' });
    expect(status).toBe(303);
  }
  const [there] = await peek<{ id: string }>(
    portal().database,
    'select id from contacts where workspace_id = $1 and account_id = $2 and email = $3',
    [world.workspaceId, world.rivalAccountId, world.dana.email],
  );
  return { ...seen, there: there!.id };
}

const gone = async (world: Parameters<typeof standsIn>[1], words: string[]) => {
  for (const word of words) {
    const where = (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys');
    expect([word, where]).toEqual([word, []]);
  }
};

test('TRUST 67: whoever was invited elsewhere and has not come is named, copied and forgotten with who they are; control: another address stays', async () => {
  const { world, owner, page } = await writtenDown();
  const shown = await owner.get(page);
  expect(shown.text).toContain('This person stands for 2 customers');
  const copy = JSON.parse((await owner.submit(page, `/contacts/${world.dana.id}/data`)).text) as {
    entries: { customer: string }[];
  };
  expect(copy.entries.map(({ customer }) => customer).sort()).toEqual(['Acme Robotics', 'Harbor Pine']);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' })).status).toBe(303);
  await gone(world, ['Dana Elsewhere', world.dana.email]);
  const open = await peek(
    portal().database,
    `select c.email from invitations i join contacts c on c.id = i.contact_id
     where i.workspace_id = $1 and i.revoked_at is null and i.accepted_at is null`,
    [world.workspaceId],
  );
  expect(open).toContainEqual({ email: 'otto@stays.example' });
  expect(open).toHaveLength(1);
  for (const word of ['Otto Stays', 'otto@stays.example'])
    expect(await standsIn(portal(), world, word)).toContain('contacts');
});

test('TRUST 67: asked for where they have not come, it is the whole person as well, and a login by their address', async () => {
  const { world, owner, there } = await writtenDown();
  // Their login is known by the address that was invited; the entry at Acme has one of its own.
  const own = 'dana@robotics.example';
  await peek(portal().database, 'update contacts set email = $2 where id = $1', [world.dana.id, own]);
  expect((await owner.submit(pageOf(there), `/contacts/${there}/erasure`, { sure: 'yes' })).status).toBe(303);
  await gone(world, ['Dana Elsewhere', 'Dana Canary', world.dana.email, own]);
});

test('TRUST 67: a hold where they were invited keeps who they are elsewhere; control: released, they are forgotten', async () => {
  const { world, owner, page } = await writtenDown();
  const holds = `/customers/${world.rivalAccountId}/holds`;
  const erase = `/contacts/${world.dana.id}/erasure`;
  const form = await owner.form(page, erase);
  expect((await owner.submit(holds, holds, { reason: 'Case 15' })).status).toBe(303);
  expect((await owner.get(page)).text).not.toContain(`action="${erase}"`);
  expect((await owner.postRaw(erase, { ...form, sure: 'yes', _once: crypto.randomUUID() })).status).toBe(409);
  await peek(portal().database, 'update legal_holds set released_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect((await owner.postRaw(erase, { ...form, sure: 'yes', _once: crypto.randomUUID() })).status).toBe(303);
  await gone(world, ['Dana Elsewhere', world.dana.email]);
});
