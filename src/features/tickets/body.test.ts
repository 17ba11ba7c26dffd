import { expect, test } from 'vitest';
import { z } from 'zod';
import { formWith, writing } from './body.ts';

test('what was written comes out as clean HTML, from the editor and from a plain field', () => {
  const editor = writing.parse({ body: '<p onclick="x()">Hello <b>you</b></p>', body_format: 'html' });
  expect(editor).toEqual({ body: '<p>Hello <strong>you</strong></p>' });
  expect(writing.parse({ body: 'a < b\n\nc' })).toEqual({ body: '<p>a &lt; b</p><p>c</p>' });
});

test.each([
  ['nothing was sent', {}, 'error.body.empty'],
  ['nothing is left to read', { body: '<p><br></p><script>x()</script>', body_format: 'html' }, 'error.body.empty'],
  ['it is too long', { body: 'x'.repeat(100_001) }, 'error.body.long'],
])('a form is told of its text and of the rest at once: %s', (_, sent, told) => {
  const form = formWith({ subject: z.string().max(3, 'too long') });
  const { issues } = form.safeParse({ ...sent, subject: 'much too long' }).error!;
  expect(issues.map(({ path, message }) => [path[0], message]).sort()).toEqual([
    ['body', told],
    ['subject', 'too long'],
  ]);
});
