import { expect, test } from 'vitest';
import { stillForms } from './still-forms.ts';

test('what a form that posts consists of is disabled, and what it hides is not', () => {
  const page =
    '<form class="a" method="post" action="/x"><input type="hidden" name="t"/><input name="n"/><textarea name="b">&lt;form method="post"&gt;<button></textarea><button type="submit" disabled="">Go</button></form>';
  expect(stillForms(page)).toBe(
    '<form data-still="" class="a" method="post" action="/x"><input type="hidden" name="t"/><input disabled name="n"/><textarea disabled name="b">&lt;form method="post"&gt;<button disabled></textarea><button type="submit" disabled="">Go</button></form>',
  );
});

test('a search, the way back and what is in no form stay as they are', () => {
  const page =
    '<form method="get"><input name="q"/></form><form method="post" data-stays="" action="/view/ending"><button>Back</button></form><button popovertarget="more">More</button>';
  expect(stillForms(page)).toBe(page);
});

test('a button that stands outside its form is off with it', () => {
  expect(stillForms('<button type="submit" form="far">Send</button>')).toBe(
    '<button disabled type="submit" form="far">Send</button>',
  );
});
