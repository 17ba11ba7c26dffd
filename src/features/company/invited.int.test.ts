import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

const become = (id: string, role: string) =>
  peek(portal().database, 'update contacts set role = $2 where id = $1', [id, role]);

test('whoever looks after the people sees what became of an invitation, sends it again and takes it back; control: a colleague sees none of it', async () => {
  const world = await newWorld(portal());
  await become(world.dana.id, 'account_admin');
  const dana = as(portal(), world.dana);
  const given = { contact_name: 'Ben Adeyemi', email: 'ben@acme.example', role: 'viewer' };
  await dana.submit('/company', '/company/people', given);
  await portal().workJobs();
  const set = (text: string) => peek(portal().database, text, [world.workspaceId]);
  const mail = (state: string, response = 'mailbox 7 is full') =>
    set(`update mails set state = '${state}', last_response = '${response}'
      where workspace_id = $1 and to_address = 'ben@acme.example'`);
  const page = async () => (await dana.get('/company')).text;
  const link = async () => {
    const mails = await peek<{ text: string }>(
      portal().database,
      "select text from mails where to_address = 'ben@acme.example' and workspace_id = $1 order by created_at",
      [world.workspaceId],
    );
    return /\/invitation\?token=[\w-]+/.exec(mails.at(-1)!.text)![0];
  };
  const [ben] = await peek<{ id: string }>(
    portal().database,
    "select id from contacts where email = 'ben@acme.example' and workspace_id = $1",
    [world.workspaceId],
  );
  const path = `/company/people/${ben!.id}/invitation`;
  await mail('failed');
  expect(await page()).toContain('could not be delivered. Is the address right?');
  // What the mail server said is the business's.
  expect(await page()).not.toContain('mailbox 7 is full');
  const first = await link();
  expect((await dana.submit('/company', path)).location).toBe('/company');
  await portal().workJobs();
  const second = await link();
  await mail('sent', 'ok');
  expect(await page()).toMatch(/Invited on [^<]+\. The link works until /);
  const colleague = (await as(portal(), world.viewer).get('/company')).text;
  expect(colleague).toContain('Ben Adeyemi');
  expect(colleague).not.toMatch(/The link works until|\/invitation"|revocation/);
  const opens = async (at: string) => (await visitor(portal(), world).get(at)).text.includes('name="name"');
  expect([await opens(first), await opens(second)]).toEqual([false, true]);
  await set("update invitations set expires_at = now() - interval '1 minute' where workspace_id = $1");
  expect(await page()).toContain('has run out');
  await set("update invitations set expires_at = now() + interval '1 day' where workspace_id = $1");
  const form = await dana.form('/company', `${path}/revocation`);
  await become(world.dana.id, 'contributor');
  expect((await dana.postRaw(`${path}/revocation`, form)).status).toBe(403);
  await become(world.dana.id, 'account_admin');
  expect(await opens(second)).toBe(true);
  await dana.submit('/company', `${path}/revocation`);
  expect(await opens(second)).toBe(false);
  expect(await page()).toContain('There is no open invitation.');
  expect(await page()).not.toContain(`${path}/revocation`);
});

test('what is said of somebody who never came: nobody rests from what was not sent, and nobody is signed out; control: of one that went out, and of a colleague who is here', async () => {
  const world = await newWorld(portal());
  await become(world.dana.id, 'account_admin');
  const dana = as(portal(), world.dana);
  const given = { contact_name: 'Ben Adeyemi', email: 'ben@acme.example', role: 'viewer' };
  await dana.submit('/company', '/company/people', given);
  await portal().workJobs();
  const state = (is: string) =>
    peek(portal().database, "update mails set state = $2 where workspace_id = $1 and to_address = 'ben@acme.example'", [
      world.workspaceId,
      is,
    ]);
  await state('sent');
  const sent = (await dana.get('/company')).text;
  expect(sent).toContain('We write to nobody twice a day.');
  await state('kept');
  const kept = (await dana.get('/company')).text;
  expect(kept).toContain('This portal sends no mail, so the invitation was not sent.');
  expect(kept).not.toContain('We write to nobody twice a day.');
  const ending = (name: string) => kept.split(`Yes, end ${name}`)[0]!.split('<form').at(-1);
  const [viewer] = await peek<{ name: string }>(portal().database, 'select name from contacts where id = $1', [
    world.viewer.id,
  ]);
  expect(ending('Ben Adeyemi')).toContain('They have not come yet.');
  expect(ending(viewer!.name)).toContain('They are signed out everywhere at once.');
});
