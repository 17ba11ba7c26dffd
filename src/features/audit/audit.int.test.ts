import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { whyNotProved } from '#platform/seal/prove.ts';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { asIntruder, ownKey, sealAll, verified, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { proveBackup } from './backup-proof.ts';

const portal = usePortal();

/** A business in which something has happened: a ticket, an answer, a triage. */
async function happened(): Promise<{ world: World; owner: Client; dana: Client; agent: Client }> {
  const world = await newWorld(portal());
  const [owner, dana, agent] = [as(portal(), world.owner), as(portal(), world.dana), as(portal(), world.agent)];
  await dana.submit('/support/new', '/support', { subject: 'Pump', urgency: 'question', body: 'It leaks' });
  await agent.submit('/inbox/1', '/inbox/1/triage', { status: 'pending', priority: 'high' });
  return { world, owner, dana, agent };
}

const entriesIn = (html: string): string[] =>
  [...html.matchAll(/id="entry-([0-9a-f-]{36})"/g)].map((found) => found[1]!);
const newest = async (world: World, kind: string) =>
  (
    await peek<Record<string, string> & { data: never }>(
      portal().database,
      'select * from events where workspace_id = $1 and kind = $2 order by seq desc limit 1',
      [world.workspaceId, kind],
    )
  )[0]!;

test('the log is for those who answer for the portal, and not there for anybody else', async () => {
  const { world, owner, dana, agent } = await happened();
  const { id } = await newest(world, 'ticket.opened');
  for (const path of ['/audit', `/audit/${id}`]) {
    expect((await owner.get(path)).status).toBe(200);
    for (const client of [dana, agent]) expect((await client.get(path)).status).toBe(404);
  }
  const stranger = await newWorld(portal());
  expect((await as(portal(), stranger.owner).get(`/audit/${id}`)).status).toBe(404);
  for (const path of ['/audit/export', '/audit/checks']) {
    const fields = await owner.form('/audit', path);
    expect((await owner.postRaw(path, fields)).status).toBeLessThan(400);
    expect((await agent.postRaw(path, fields)).status).toBeGreaterThanOrEqual(303);
  }
});

test('an entry says who, how they had signed in, from where, about what, and what it was before', async () => {
  const { world, owner } = await happened();
  const triaged = await newest(world, 'ticket.triaged');
  expect(triaged).toMatchObject({ method: 'password', session_id: expect.any(String) });
  const { text } = await owner.get(`/audit/${triaged.id}`);
  for (const shown of [
    'Priya Raman',
    'With a password',
    triaged.session_id!,
    'href="/inbox/1"',
    'Acme Robotics',
    'ticket.triaged',
  ]) {
    expect(text).toContain(shown);
  }
  expect(text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toContain('Status New With the customer');
  const list = await owner.get('/audit');
  expect(list.text).toContain('changed status or priority of T-1');
  expect(list.text).toContain('opened T-1');
});

test('the list is narrowed by side, by kind, by time, by person and by words', async () => {
  const day = new Date().toISOString().slice(0, 10);
  const { world, owner } = await happened();
  const all = entriesIn((await owner.get('/audit')).text);
  const count = async (query: string) => entriesIn((await owner.get(`/audit?${query}`)).text).length;
  expect(all.length).toBeGreaterThanOrEqual(2);
  expect(await count('side=customers')).toBe(1);
  expect(await count('side=team&area=ticket')).toBe(1);
  expect(await count('area=invitation')).toBe(0);
  expect(await count('q=Dana')).toBe(1);
  expect(await count('q=T-1')).toBe(2);
  expect(await count('q=nobody+here')).toBe(0);
  expect(await count(`person=${world.agent.identityId}`)).toBe(1);
  expect(await count(`account=${world.rivalAccountId}`)).toBe(0);
  expect(await count(`from=${day}`)).toBeGreaterThanOrEqual(2);
  expect(await count('to=2020-01-01')).toBe(0);
  expect(await count('side=nonsense&area=%27&from=yesterday&person=x')).toBe(all.length);
  // No calendar has this day, and JavaScript reads it.
  expect(await count('from=2026-02-30&to=2026-02-30')).toBe(all.length);
  expect((await owner.get('/deflection?from=2026-02-30&to=2026-11-31')).status).toBe(200);
});

test('older entries follow page by page, each once', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  await writeEvents(portal(), world.workspaceId, 130);
  const seen: string[] = [];
  for (let path: string | undefined = '/audit'; path; ) {
    const { text }: { text: string } = await owner.get(path);
    seen.push(...entriesIn(text));
    path = /<a class="button small" href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen.length).toBe(130);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
});

test('whoever opens a file is in the log, once for a while, and each of them', async () => {
  const { world, dana, agent } = await happened();
  const file = { name: 'plan.txt', type: 'text/plain', content: 'the plan' };
  await dana.submit('/support/1', '/support/1/replies', { body: 'See the plan', files: file });
  const [row] = await peek<{ id: string }>(portal().database, 'select id from attachments where workspace_id = $1', [
    world.workspaceId,
  ]);
  const read = () =>
    peek(portal().database, "select id from events where workspace_id = $1 and kind = 'ticket.file_read'", [
      world.workspaceId,
    ]);
  const path = `/files/${row!.id}/plan.txt`;
  // Reading is recorded and makes no customer newer.
  const active = async () =>
    (
      await peek<{ at: Date }>(portal().database, 'select active_at as at from accounts where id = $1', [
        world.accountId,
      ])
    )[0]!.at;
  await peek(portal().database, "update accounts set active_at = now() - interval '1 hour' where id = $1", [
    world.accountId,
  ]);
  const before = await active();
  expect((await agent.get(path)).status).toBe(200);
  expect((await agent.get(path)).status).toBe(200);
  expect((await read()).length).toBe(1);
  expect((await dana.get(path)).status).toBe(200);
  expect((await read()).length).toBe(2);
  expect(await active()).toEqual(before);
  // Who may not read it has read nothing.
  expect((await as(portal(), world.rival).get(path)).status).toBe(404);
  expect((await read()).length).toBe(2);
});

test('an export has what the list shows, as CSV and as JSON Lines, and is in the log itself', async () => {
  const { world, owner } = await happened();
  const csv = await owner.submit('/audit?side=customers', '/audit/export', { format: 'csv' });
  expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename=".*\.csv"/);
  const rows = csv.text.trim().split('\n');
  expect(rows.length).toBe(2);
  expect(rows[1]).toContain('Dana Whitfield');
  // From one page as often as wanted: a file leaves the page where it is.
  const page = await owner.form('/audit', '/audit/export');
  for (const format of ['csv', 'csv']) {
    const again = await owner.postRaw('/audit/export', { ...page, format });
    expect(again.headers.get('content-disposition')).toMatch(/attachment; filename=".*\.csv"/);
  }
  const { text } = await owner.postRaw('/audit/export', { ...page, format: 'jsonl' });
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines.find(({ kind }) => kind === 'ticket.triaged')).toMatchObject({
    who: 'Priya Raman',
    signed_in_by: 'password',
    account: 'Acme Robotics',
    changes: expect.arrayContaining([{ what: 'status', from: 'new', to: 'pending' }]),
  });
  expect((await newest(world, 'audit.exported')).data).toEqual({ format: 'jsonl', narrowed: [] });
});

test('TRUST 55: no cell of the export computes anything; control: plain words stay as they are', async () => {
  const { world, owner } = await happened();
  await peek(portal().database, 'update contacts set name = $2 where workspace_id = $1 and id = $3', [
    world.workspaceId,
    '=HYPERLINK("https://evil.example";"Dana")',
    world.dana.id,
  ]);
  const { text } = await owner.submit('/audit', '/audit/export', { format: 'csv' });
  expect(text).toContain(`"'=HYPERLINK(`);
  expect(text).not.toMatch(/(^|[,\n])"?[=+@]/m);
  expect(text).toContain(',Maya Lindqvist,');
});

test('an entry is proved by a file, and a changed one is not', async () => {
  const { world, owner } = await happened();
  await sealAll(portal(), world.workspaceId);
  await writeEvents(portal(), world.workspaceId, 37);
  await sealAll(portal(), world.workspaceId);
  const rows = await peek<{ id: string }>(portal().database, 'select id from events where workspace_id = $1', [
    world.workspaceId,
  ]);
  for (const { id } of rows) {
    const { text } = await owner.get(`/audit/${id}/proof`);
    const proof = JSON.parse(text) as { event: { kind: string }; proof: string[] };
    expect(whyNotProved(proof, [ownKey(portal())])).toBeNull();
    expect(whyNotProved(proof, [])).toContain('not signed');
    expect(whyNotProved({ ...proof, event: { ...proof.event, kind: 'ticket.solved' } }, [ownKey(portal())])).toContain(
      'not as it was',
    );
    expect(whyNotProved({ ...proof, proof: proof.proof.slice(1) }, [ownKey(portal())])).toContain('does not lead');
  }
  expect(whyNotProved({ portico: 'event log' }, [])).toBeUndefined();
});

test('TRUST 64: how somebody had signed in is sealed with the event, in old and new forms alike', async () => {
  const { world } = await happened();
  await writeEvents(portal(), world.workspaceId, 3);
  await sealAll(portal(), world.workspaceId);
  // Control: as it was sealed, nothing is found.
  expect((await verified(portal(), world.workspaceId)).finding).toBeUndefined();
  for (const change of ["method = 'passkey'", 'session_id = null, method = null', 'method = null']) {
    const { id, method, session_id } = await newest(world, 'ticket.triaged');
    await asIntruder(portal(), (client) => client.query(`update events set ${change} where id = $1`, [id]));
    expect((await verified(portal(), world.workspaceId)).finding).toMatchObject({ what: 'changed', event: { id } });
    await asIntruder(portal(), (client) =>
      client.query('update events set method = $2, session_id = $3 where id = $1', [id, method, session_id]),
    );
  }
  expect((await verified(portal(), world.workspaceId)).finding).toBeUndefined();
});

test('a check that somebody asks for says on the page that the log is sound, or that it is not', async () => {
  const { world, owner } = await happened();
  expect((await owner.get('/audit')).text).toContain('Not sealed yet.');
  await sealAll(portal(), world.workspaceId);
  expect((await owner.get('/audit')).text).toContain('not checked yet');
  await owner.submit('/audit', '/audit/checks');
  await portal().workJobs();
  expect((await owner.get('/audit')).text).toContain('Verified.');
  const { id } = await newest(world, 'ticket.opened');
  await asIntruder(portal(), (client) => client.query("update events set kind = 'ticket.solved' where id = $1", [id]));
  await owner.submit('/audit', '/audit/checks');
  await portal().workJobs();
  const { text } = await owner.get('/audit');
  expect(text).not.toContain('Verified.');
  expect(text).toContain('not as it was recorded');
});

test('an evidence pack has who may do what, how they sign in, and what vouches for the log, and is recorded', async () => {
  const { world, owner, agent } = await happened();
  const luis = `/customers/${world.accountId}/contacts/${world.viewer.id}`;
  await owner.submit(luis, `${luis}/deactivation`);
  await sealAll(portal(), world.workspaceId);
  const proof = { proof: 'restored', name: 'portico.tar.gz', bytes: 12, sha256: 'a'.repeat(64) } as const;
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => proveBackup(ctx, proof));
  await owner.submit('/inbox/1/guests', '/inbox/1/guests', { email: 'noor@bluefern.example' });
  await peek(
    portal().database,
    `with sso as (insert into sso_connections (workspace_id, id, account_id, kind, name, default_role, client_secret)
       values ($1, gen_random_uuid(), $2, 'saml', 'Saltbox', 'viewer', 'HIDDEN'))
     insert into log_streams (workspace_id, id, url, secret, after_seq)
       values ($1, gen_random_uuid(), 'https://siem.example/in?key=HIDDEN', 'HIDDEN', 0)`,
    [world.workspaceId, world.accountId],
  );
  await owner.submit('/settings/rooms', '/settings/rooms', { 'support-to': 'nobody' });
  const fields = await owner.form('/audit', '/audit/evidence');
  const answer = await owner.postRaw('/audit/evidence', fields);
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
  const text = (name: string) => strFromU8(files[name]!);
  expect(text('access-review.csv')).toMatch(/member,Maya Lindqvist,.*audit\.see/);
  expect(text('access-review.csv')).toContain('contact,Dana Whitfield');
  expect(text('seals.csv')).toContain(`portico/${world.workspaceId}`);
  expect(text('roles.csv')).toContain('member,owner');
  expect(text('backups.csv')).toContain(`restored,portico.tar.gz,12,${'a'.repeat(64)}`);
  expect(text('guests.csv')).toContain(`noor@bluefern.example,Acme Robotics,T-1,${world.owner.name}`);
  expect(text('access-changes.csv')).toMatch(/,gate\.set,[\s\S]*,guest\.ticket_shared,/);
  expect(text('access-changes.csv')).toMatch(
    /,contact\.disabled,member,Maya Lindqvist,Luis Ortega,[^,]+,took Luis Ortega’s access away,,password,127\.0\.0\.1,/,
  );
  expect(text('single-sign-on.csv')).toContain('Saltbox,saml,Acme Robotics');
  expect(text('log-streams.csv')).toContain('https://siem.example/in,');
  expect(Object.values(files).some((file) => strFromU8(file).includes('HIDDEN'))).toBe(false);
  expect(Object.keys(files)).toContain('README.txt');
  expect((await newest(world, 'audit.evidence_taken')).actor_person_id).toBe(world.owner.id);
  expect((await agent.postRaw('/audit/evidence', fields)).status).not.toBe(200);
});
