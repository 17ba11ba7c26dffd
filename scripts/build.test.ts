import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const { developmentId, isBuilt, isWhole, sourceHash } = await import(
  new URL('./setup/build.mjs', import.meta.url).href
);

test('what is built while somebody develops is not taken for what serves; control: what was built from these sources is', () => {
  expect(isBuilt(developmentId())).toBe(false);
  expect(isBuilt('')).toBe(false);
  expect(isBuilt(sourceHash())).toBe(true);
});

test('a build of which the program is missing is made anew; control: a whole one is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-build-'));
  try {
    expect(isWhole(folder)).toBe(false);
    mkdirSync(join(folder, 'dist/server'), { recursive: true });
    for (const name of ['build-id', 'manifest.json']) writeFileSync(join(folder, 'dist', name), '');
    expect(isWhole(folder)).toBe(false);
    writeFileSync(join(folder, 'dist/server/main.js'), '');
    expect(isWhole(folder)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
