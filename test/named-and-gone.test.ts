import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('who is named on a ticket and has no access any more is not shown as if they could see it; control: while they have', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'Pump', urgency: 'slows', body: 'It leaks' });
  await dana.submit('/support/1', '/support/1/people', { person: world.viewer.id });
  await dana.submit('/support/1', '/support/1/narrowing');
  const pages = async () => [
    (await dana.get('/support/1')).text,
    (await as(portal(), world.agent).get('/inbox/1?view=all')).text,
  ];
  for (const text of await pages()) {
    expect(text).toContain('id="named"');
    expect(text).not.toContain('cannot see it any more');
  }
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.viewer.id]);
  for (const text of await pages()) {
    expect(text).toContain('id="named"');
    expect(text).toContain('cannot see it any more');
  }
});
