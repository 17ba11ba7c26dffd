import { expect, test } from 'vitest';

const { developmentId, isBuilt, sourceHash } = await import(new URL('./setup/build.mjs', import.meta.url).href);

test('what is built while somebody develops is not taken for what serves; control: what was built from these sources is', () => {
  expect(isBuilt(developmentId())).toBe(false);
  expect(isBuilt('')).toBe(false);
  expect(isBuilt(sourceHash())).toBe(true);
});
