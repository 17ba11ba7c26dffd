import { expect, test } from 'vitest';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { madeField } from './fields.testing.ts';

const portal = usePortal();
const look = (text: string, values: unknown[] = []) => peek<{ id: string }>(portal().database, text, values);

test.each(['contact', 'customer', 'everything'])(
  'a file in a field stays while a legal hold stands over the %s, whoever would replace it; control: before and after',
  async (over) => {
    const world = await newWorld(portal());
    await look("update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
    const id = await madeField(portal(), world, {
      label: 'Passport',
      kind: 'file',
      subject: 'contact',
      customer: 'edit',
    });
    const note = await madeField(portal(), world, { label: 'Nickname', subject: 'contact', customer: 'edit' });
    const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
    const own = '/company/details';
    const theirs = `/customers/${world.accountId}/contacts/${world.dana.id}/fields`;
    const give = (name: string) => ({ [`f-${id}`]: { name, content: `What is in ${name}` } });
    const byDana = (fields: Parameters<Client['submit']>[2]) => dana.submit(own, `${own}/own`, fields);
    expect((await byDana(give('one.txt'))).status).toBe(303);
    expect((await byDana(give('two.txt'))).status).toBe(303);
    await look(
      `insert into legal_holds (workspace_id, id, contact_id, account_id, reason)
     values ($1, gen_random_uuid(), $2, $3, 'A lawsuit')`,
      [world.workspaceId, over === 'contact' ? world.dana.id : null, over === 'customer' ? world.accountId : null],
    );
    const refused = await byDana(give('three.txt'));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('This file stays as it is for now.');
    expect(refused.text).not.toMatch(/legal hold|lawsuit/i);
    const byMaya = await maya.submit(theirs, theirs, give('four.txt'));
    expect([byMaya.status, byMaya.text.includes('A legal hold keeps this file')]).toEqual([422, true]);
    expect((await maya.submit(theirs, theirs, { [`f-${id}-none`]: 'yes' })).status).toBe(422);
    expect((await maya.get(`/fields/${id}/${world.dana.id}/two.txt`)).text).toBe('What is in two.txt');
    // What is typed goes on: what it was before is in the log.
    expect((await byDana({ [`f-${note}`]: 'Dee' })).status).toBe(303);
    await look('update legal_holds set released_at = now() where workspace_id = $1', [world.workspaceId]);
    expect((await byDana(give('five.txt'))).status).toBe(303);
    expect((await maya.get(`/fields/${id}/${world.dana.id}/five.txt`)).text).toBe('What is in five.txt');
  },
);

test('a hold over somebody stands over the file that another entry of theirs has; control: a colleague’s', async () => {
  const world = await newWorld(portal());
  const id = await madeField(portal(), world, { label: 'Passport', kind: 'file', subject: 'contact' });
  const maya = as(portal(), world.owner);
  const [elsewhere] = await look(
    `insert into contacts (workspace_id, id, account_id, name, email, role)
     select workspace_id, gen_random_uuid(), $2, name, email, 'viewer' from contacts where id = $1 returning id`,
    [world.dana.id, world.rivalAccountId],
  );
  await look(
    `insert into legal_holds (workspace_id, id, contact_id, reason) values ($1, gen_random_uuid(), $2, 'A lawsuit')`,
    [world.workspaceId, elsewhere!.id],
  );
  const give = async (contact: string, name: string) => {
    const page = `/customers/${world.accountId}/contacts/${contact}/fields`;
    return (await maya.submit(page, page, { [`f-${id}`]: { name, content: 'x' } })).status;
  };
  // The first takes nothing away.
  expect([await give(world.dana.id, 'a.txt'), await give(world.dana.id, 'b.txt')]).toEqual([303, 422]);
  expect([await give(world.viewer.id, 'a.txt'), await give(world.viewer.id, 'b.txt')]).toEqual([303, 303]);
});
