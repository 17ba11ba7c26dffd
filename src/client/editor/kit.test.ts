import { getSchema } from '@tiptap/core';
import { expect, test } from 'vitest';
import { Kit } from './kit.ts';

test('words of code may be a link, bold, italic, struck and underlined', () => {
  const { code, ...others } = getSchema([Kit]).marks;
  expect(Object.keys(others).toSorted()).toEqual(['bold', 'italic', 'link', 'strike', 'underline']);
  for (const other of Object.values(others)) expect(code!.excludes(other) || other.excludes(code!)).toBe(false);
});
