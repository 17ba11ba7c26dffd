import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

async function beginning() {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const dana = as(portal(), world.dana);
  const path = `/company/people/${world.viewer.id}`;
  const [role, flags] = [await dana.form('/company', `${path}/role`), await dana.form('/company', `${path}/flags`)];
  const held = async () =>
    (
      await peek<{ role: string; flags: string[] }>(
        portal().database,
        'select role, flags from contacts where id = $1',
        [world.viewer.id],
      )
    )[0]!;
  return { dana, path, older: { role, flags }, held };
}

test('an older page of a colleague’s role takes back nothing that was chosen meanwhile, unless another is chosen there', async () => {
  const { dana, path, older, held } = await beginning();
  const late = (role: string) => dana.postRaw(`${path}/role`, { ...older.role, role, _once: crypto.randomUUID() });
  await dana.submit('/company', `${path}/role`, { role: 'approver' });
  expect((await late('viewer')).status).toBe(303);
  expect((await held()).role).toBe('approver');
  await late('billing');
  expect((await held()).role).toBe('billing');
});

test('an older page of what a colleague is there for keeps what was ticked meanwhile', async () => {
  const { dana, path, older, held } = await beginning();
  await dana.submit('/company', `${path}/flags`, { flag: 'billing' });
  const late = { ...older.flags, flag: 'technical', _once: crypto.randomUUID() };
  expect((await dana.postRaw(`${path}/flags`, late)).status).toBe(303);
  expect((await held()).flags.sort()).toEqual(['billing', 'technical']);
});
