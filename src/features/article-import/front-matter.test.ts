import { expect, test } from 'vitest';
import { splitHead } from './front-matter.ts';

test('a head that says nothing hides nothing; control: one that cannot be read may', () => {
  for (const empty of ['---\n---\n', '---\n\n---\n', '---\n# only a remark\n---\n'])
    expect(splitHead(`${empty}Text`).broken, empty).toBe(false);
  expect(splitHead('---\n- a\n- b\n---\nText').broken).toBe(true);
});
