import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('a note leads back to where it was written, also where nobody can answer any more; control: so does an answer', async () => {
  const world = await newWorld(portal());
  const [dana, priya] = [as(portal(), world.dana), as(portal(), world.agent)];
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const leads = async (page: string, verb: 'notes' | 'replies', written = 'For us') => {
    const sent = await priya.submit(page, `/inbox/1/${verb}`, { body: written });
    return [sent.status, sent.location];
  };
  expect(await leads('/inbox/1', 'replies')).toEqual([303, '/inbox/1']);
  const notes = '/inbox/1?view=all&mode=note';
  expect(await leads(notes, 'notes')).toEqual([303, notes]);
  const refused = await priya.submit(notes, '/inbox/1/notes', { body: '' });
  expect([refused.status, refused.text.includes('value="/inbox/1?view=all&amp;mode=note"')]).toEqual([422, true]);
  await as(portal(), world.owner).submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  expect(await leads('/inbox/1', 'notes')).toEqual([303, '/inbox/1']);
});
