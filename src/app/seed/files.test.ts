import { expect, test } from 'vitest';
import { sniffType } from '#platform/storage/sniff.ts';
import { files } from './files.ts';

test('every attachment of the demo is what its name says, by content', async () => {
  for (const [name, make] of Object.entries(files)) {
    const expected = name.endsWith('.png') ? 'image/png' : 'text/plain';
    expect(await sniffType(Buffer.from(make())), name).toBe(expected);
  }
});
