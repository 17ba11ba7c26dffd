import { expect, test } from 'vitest';
import { as } from './client.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('a customer opens a ticket with a file, the team answers, and the customer reads it', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);

  const sent = await dana.submit('/support/new', '/support', {
    subject: 'Contact form emails are landing in spam',
    urgency: 'blocks',
    body: 'Three people told us.\n\nAll on Outlook.',
    files: { name: 'screenshot.txt', content: 'pixels' },
  });
  expect(sent.status).toBe(303);
  expect(sent.location).toBe('/support/1');

  const inbox = await priya.get('/inbox');
  expect(inbox.status).toBe(200);
  expect(inbox.text).toContain('Contact form emails are landing in spam');

  const desk = await priya.get('/inbox/1');
  expect(desk.status).toBe(200);
  expect(desk.text).toContain('All on Outlook.');
  expect(desk.text).toContain('screenshot.txt');

  const answered = await priya.submit('/inbox/1', '/inbox/1/replies', {
    body: 'I can reproduce this.',
    outcome: 'wait',
  });
  expect(answered.status, answered.text).toBe(303);

  const thread = await dana.get('/support/1');
  expect(thread.text).toContain('I can reproduce this.');
  expect(thread.text).toContain('Your turn');
});

test('a form that comes back names its fields above, and says beside each what is wrong, once', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const { status, text } = await dana.submit('/support/new', '/support', { subject: '', urgency: 'slows', body: '' });
  expect(status).toBe(422);
  expect(text).toContain('<a class="link" href="#subject">What is happening?</a>');
  expect(text).toContain('<a class="link" href="#body">Tell us more</a>');
  expect(text).not.toContain('href="#urgency"');
  expect(text.split('Write a sentence or two first.')).toHaveLength(2);
});

test('an internal note is on the team’s page and nowhere on the customer’s', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await dana.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'A question' });
  const noted = await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'XYZZY they have not paid' });
  expect(noted.status, noted.text).toBe(303);
  expect((await priya.get('/inbox/1')).text).toContain('XYZZY');
  for (const path of ['/', '/support', '/support/1', '/support?view=all&q=XYZZY', '/activity', '/notifications']) {
    const page = await dana.get(path);
    expect(page.status, path).toBe(200);
    expect(
      page.text.replaceAll('q=XYZZY', '').replaceAll('“XYZZY”', '').replaceAll('value="XYZZY"', ''),
      path,
    ).not.toContain('XYZZY');
  }
});
