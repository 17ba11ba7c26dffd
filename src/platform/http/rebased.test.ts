import { expect, test } from 'vitest';
import { type Entry, newForm } from './form.ts';
import { asShown, rebased, type Shown, WAS_FIELD } from './rebased.ts';

const sent = (was: Shown, ...entries: Entry[]) => newForm([[WAS_FIELD, asShown(was)], ...entries]);

test('what was left as it was shown is as it is now, and what was changed is as it was written', () => {
  const was = { title: 'Buyer', phone: '', note: 'One\nTwo' };
  const form = sent(was, ['title', 'Buyer'], ['phone', '123'], ['note', 'One\r\nTwo'], ['_token', 't']);
  const next = rebased(form, { title: 'Head', phone: '9', note: 'Three' });
  expect(['title', 'phone', 'note', '_token'].map((name) => next.get(name))).toEqual(['Head', '123', 'Three', 't']);
});

test('of a list it is what was added and taken away, and fields of one answer go together', () => {
  const was = { right: ['a', 'b'], to: 'everyone', of: [] };
  const now = { right: ['b', 'c'], to: 'some', of: ['x'] };
  const answers = [['to', 'of']];
  const left = rebased(sent(was, ['right', 'a'], ['right', 'b'], ['right', 'd'], ['to', 'everyone']), now, answers);
  expect([left.all('right'), left.get('to'), left.all('of')]).toEqual([['b', 'c', 'd'], 'some', ['x']]);
  const chosen = rebased(sent(was, ['right', 'b'], ['to', 'some'], ['of', 'y']), now, answers);
  expect([chosen.all('right'), chosen.get('to'), chosen.all('of')]).toEqual([['b', 'c'], 'some', ['y']]);
});

test('a field that was emptied is empty, one that is not sent is not there, and a form that says nothing of what it showed stays as it is', () => {
  expect(rebased(sent({ title: 'Buyer' }, ['title', '']), { title: 'Head' }).get('title')).toBe('');
  expect(rebased(sent({ title: 'Buyer' }), { title: 'Head' }).get('title')).toBeUndefined();
  for (const said of ['', 'null', '{"title":1}', '{'])
    expect(rebased(newForm([[WAS_FIELD, said]]), { title: 'Head' }).get('title')).toBeUndefined();
});
