import { vi } from 'vitest';

/** While `work` runs, a pattern of the product fits everything, or nothing: a guard that is off. Throws when nobody asks it. */
export async function whileFits(
  what: 'everything' | 'nothing',
  source: string,
  work: () => Promise<void>,
): Promise<void> {
  const { test: ask } = RegExp.prototype;
  let asked = false;
  const off = vi.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, text) {
    if (this.source !== source) return ask.call(this, text);
    asked = true;
    return what === 'everything';
  });
  try {
    await work();
  } finally {
    off.mockRestore();
  }
  if (!asked) throw new Error(`nothing asks ${source}`);
}
