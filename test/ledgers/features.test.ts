import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// What a feature brings is written into a list of the house's by hand, and would be missed by nobody who forgot it.

const LISTS = 'src/app/features.ts';
const brings =
  /^(limits|tasks|chores|eventKinds|reactions|notificationKinds|ownData|settingsSections|filed|concealed|longForms|\w*[rR]oom|sightSubjects|searchKinds?|\w+Queue)$/;

const features = globSync('src/features/*/index.ts').map((door) => ({
  name: path.basename(path.dirname(door)),
  exported: exportsOf(readFileSync(door, 'utf8')),
}));
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The names that a door lets out, whether it says them itself or passes them on; no types. */
function exportsOf(door: string): string[] {
  const said = [...door.matchAll(/^export const (\w+)/gm)].map(([, name]) => name!);
  const passed = [...door.matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, names]) => names!.split(','));
  const names = passed.map(
    (name) =>
      name
        .trim()
        .split(/\s+as\s+/)
        .at(-1)!,
  );
  return [...said, ...names].filter((name) => name !== '' && !name.startsWith('type '));
}

/** `feature.list` of everything brought that `lists` does not name. */
const missing = (lists: string): string[] =>
  features.flatMap(({ name, exported }) =>
    exported
      .filter((one) => brings.test(one))
      .map((one) => `${camel(name)}.${one}`)
      .filter((one) => !new RegExp(`\\b${one.replace('.', '\\.')}\\b`).test(lists)),
  );

test('what a feature’s door brings is in the lists of the house', () => {
  const lists = readFileSync(LISTS, 'utf8');
  expect(features.length).toBeGreaterThan(20);
  expect(missing(lists)).toEqual([]);
});

test('control: a line that is taken out of the lists is missed', () => {
  const lists = readFileSync(LISTS, 'utf8');
  expect(missing(lists.replace('...tickets.ownData,', ''))).toEqual(['tickets.ownData']);
  expect(missing(lists.replace(/\n *home\.activityRoom,/, ''))).toEqual(['home.activityRoom']);
});

test('a feature’s style sheet is in the style of the house', () => {
  const sheets = ['styles.css', 'texts.css', 'team.css']
    .map((name) => readFileSync(`src/app/${name}`, 'utf8'))
    .join('');
  const own = features.map(({ name }) => name).filter((name) => existsSync(`src/features/${name}/${name}.css`));
  expect(own.length).toBeGreaterThan(15);
  expect(own.filter((name) => !sheets.includes(`../features/${name}/${name}.css`))).toEqual([]);
});
