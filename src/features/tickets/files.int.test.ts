import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

async function asked() {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const ticket = { subject: 'The label printer', urgency: 'slows', body: 'See the steps' };
  expect((await dana.submit('/support/new', '/support', ticket)).status).toBe(303);
  const form = await dana.form('/support/1', '/support/1/replies');
  return { world, dana, form };
}

const step = (n: number) => ({ name: `step-${n}.txt`, content: `Step ${n}` });

test('files stand in the order of the form, whichever upload ended first: for both sides, and in a form that comes back', async () => {
  const { world, dana, form } = await asked();
  const ids = new Map<number, string>();
  for (const n of [3, 1, 2]) {
    const { text } = await dana.postRaw('/uploads', { _token: form._token!, file: step(n) });
    ids.set(n, (JSON.parse(text) as { id: string }).id);
  }
  const upload = [1, 2, 3].map((n) => ids.get(n)!);
  const order = (text: string) =>
    [...new Set(text.match(new RegExp(upload.join('|'), 'g')))].map((id) => upload.indexOf(id) + 1);
  const refused = await dana.submit('/support/1', '/support/1/replies', { body: '', upload });
  expect([refused.status, order(refused.text)]).toEqual([422, [1, 2, 3]]);
  const sent = { body: 'All steps', upload, file4: step(4), file5: step(5) };
  expect((await dana.submit('/support/1', '/support/1/replies', sent)).status).toBe(303);
  for (const text of [(await dana.get('/support/1')).text, (await as(portal(), world.agent).get('/inbox/1')).text]) {
    expect(order(text)).toEqual([1, 2, 3]);
    expect([...new Set(text.match(/step-\d/g))]).toEqual([1, 2, 3, 4, 5].map((n) => `step-${n}`));
  }
});

test('a file that went with a message whose answer was lost stays there, and what was written since is sent; control: elsewhere it is said', async () => {
  const { world, dana, form } = await asked();
  const { text } = await dana.postRaw('/uploads', { _token: form._token!, file: step(1) });
  const { id } = JSON.parse(text) as { id: string };
  const sent = { ...form, body: 'Said on a train', upload: id };
  expect((await dana.postRaw('/support/1/replies', sent)).status).toBe(303);
  // Nobody saw the answer, and more was written.
  const body = 'Said on a train, and at home';
  expect((await dana.postRaw('/support/1/replies', { ...sent, body })).location).toContain('kept=1');
  const more = await dana.postRaw('/uploads', { _token: form._token!, file: step(2) });
  const other = (JSON.parse(more.text) as { id: string }).id;
  expect((await dana.submit('/support/1', '/support/1/replies', { body, upload: [id, other] })).status).toBe(303);
  const thread = (await dana.get('/support/1')).text;
  const places = ['<p>Said on a train</p>', 'step-1.txt', `<p>${body}</p>`, 'step-2.txt'].map((one) =>
    thread.indexOf(one),
  );
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(thread.split(`/files/${id}`).length).toBe(2);

  const elsewhere = { subject: 'Another', urgency: 'slows', body, upload: id };
  const refused = await dana.submit('/support/new', '/support', elsewhere);
  expect([refused.status, refused.text.includes('A file went along with what you sent before')]).toEqual([422, true]);
  // Nor does it help whoever it does not belong to.
  const rival = as(portal(), world.rival);
  expect((await rival.submit('/support/new', '/support', elsewhere)).text).toContain('for more than a week');
});

test('a file of an internal note whose answer was lost does not count as sent to the customer, nor a second time without that', async () => {
  const { world } = await asked();
  const agent = as(portal(), world.agent);
  const form = await agent.form('/inbox/1?mode=note', '/inbox/1/notes');
  const { text } = await agent.postRaw('/uploads', { _token: form._token!, file: step(1) });
  const { id: upload } = JSON.parse(text) as { id: string };
  const note = (body: string, more = {}) => agent.postRaw('/inbox/1/notes', { ...form, body, upload, ...more });
  expect((await note('See the step')).status).toBe(303);
  const refused = (answer: { status: number; text: string }) => [answer.status, answer.text.includes('A file went')];
  expect(refused(await note('See it again', { _once: crypto.randomUUID() }))).toEqual([422, true]);
  expect((await note('See the step, please')).location).toContain('kept=1');
  expect(refused(await agent.submit('/inbox/1', '/inbox/1/replies', { body: 'Here', upload }))).toEqual([422, true]);
  expect((await note('See the step, please', { _once: crypto.randomUUID() })).status).toBe(303);
});

test('without scripts more files than go at once are told of as what they are, with how many do; control: so many are sent', async () => {
  const { dana, form } = await asked();
  const send = (n: number) => {
    const files = Object.fromEntries(Array.from({ length: n }, (_, at) => [`file${at}`, step(at)]));
    return dana.postRaw('/support/1/replies', { ...form, body: 'All of them', ...files });
  };
  const refused = await send(21);
  expect(refused.status).toBe(413);
  expect(refused.text).toContain('These are too many files');
  expect(refused.text).toContain('Up to 20 files go at once.');
  expect(refused.text).toContain('All of them');
  expect(refused.text).not.toContain('too large');
  expect((await send(20)).status).toBe(303);
});
