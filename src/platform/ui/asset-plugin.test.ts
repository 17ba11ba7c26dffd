import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iconNames, sprite } from './asset-plugin.ts';
import { everyday, icons, rarer } from './icons.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');

describe('the icon sprite', () => {
  it('has a drawing for every icon in the list', () => {
    const svg = sprite(read('icons/lucide.svg'), [...icons]);
    expect(svg.match(/<symbol /g)).toHaveLength(icons.length);
  });

  it('is built from the list the types come from', () => {
    expect(iconNames(read('icons.ts'), 'everyday')).toEqual([...everyday]);
    expect(iconNames(read('icons.ts'), 'rarer')).toEqual([...rarer]);
  });

  it('refuses a name without a drawing', () => {
    expect(() => sprite(read('icons/lucide.svg'), ['unicorn'])).toThrow('no drawing for the icon "unicorn"');
  });
});
