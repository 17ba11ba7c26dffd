import { readFile } from 'node:fs/promises';
import { type BrandChange, changeBrand } from '#features/workspaces/index.ts';
import { loadConfig } from '#platform/config.ts';
import { asSystem } from '#platform/db/scope.ts';
import { createLog } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { cleanPicture, MAX_PICTURE_BYTES } from '#platform/picture/clean.ts';
import { PictureError } from '#platform/picture/picture.ts';
import type { Platform } from '#platform/platform.ts';
import { type Brand, brandOf } from '#platform/ui/brand.ts';
import type { Command, Given } from './command.ts';
import { bringUpToDate, openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { say } from './terminal.ts';
import { workspaceNamed } from './workspace-named.ts';

export const brandCommand: Command = {
  name: 'brand',
  summary: 'Shows how a workspace looks, or changes its logo, colour, shape and font.',
  about: `Changes what is given and leaves the rest; without a change it only shows the brand. Open pages show it at their next
visit, within ten seconds. A logo is a mark, about as wide as high: the name is written beside it. SVG, PNG, WebP or JPEG,
at most ${MAX_PICTURE_BYTES / 1024} KB. Mails show the name and its first letter instead.`,
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    'logo-light': { type: 'string', about: 'A file with the logo; "none" takes it away.' },
    'logo-dark': { type: 'string', about: 'The logo on a dark page, if that is another.' },
    color: { type: 'string', about: 'The brand colour, as #rrggbb.' },
    radius: { type: 'string', values: ['square', 'soft', 'round'], about: 'The shape of corners.' },
    font: { type: 'string', values: ['inter', 'system', 'serif'], about: 'The typeface.' },
  },
  async run(given) {
    // Everything that can be wrong with what was given is said before anything is opened.
    const change = await changeFrom(given);
    const config = loadConfig(process.env);
    const log = createLog({ level: config.logLevel });
    return live(log, async (life) => {
      const database = await life.hold(openDatabase(config, log, 'join'), (held) => held.close());
      await bringUpToDate(database.urls, log);
      const { platform } = await life.hold(openPlatform(config, log, database.urls), (held) => held.close());
      for (const line of await dress(platform, given.workspace, change)) say(line);
    });
  },
};

/** Changes one workspace's brand and says in lines how it looks now. */
export async function dress(platform: Platform, named: Given[string], change: BrandChange): Promise<string[]> {
  const id = await workspaceNamed(platform, typeof named === 'string' ? named : '');
  return asSystem(platform.pool, id, async (db) => {
    if (Object.values(change).some((value) => value !== undefined)) await changeBrand(db, id, change);
    const row = await db
      .selectFrom('workspaces')
      .select(['name', 'brand'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return shown(brandOf(row.brand, row.name));
  });
}

function shown({ name, color, radius, font, logoLight, logoDark }: Brand): string[] {
  return [
    name,
    `  colour      ${color}`,
    `  radius      ${radius}`,
    `  font        ${font}`,
    `  logo light  ${logoLight ?? 'none, a monogram stands in'}`,
    `  logo dark   ${logoDark ?? (logoLight ? 'none, the light one is shown' : 'none')}`,
  ];
}

export async function changeFrom(given: Given): Promise<BrandChange> {
  const { color } = given;
  if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(String(color))) {
    throw new OperatorError(`--color must be of the form #rrggbb, such as "#6846e8" with its quotes, not "${color}".`);
  }
  return {
    color: color === undefined ? undefined : String(color).toLowerCase(),
    radius: given.radius as Brand['radius'] | undefined,
    font: given.font as Brand['font'] | undefined,
    light: await logoFrom(given, 'logo-light'),
    dark: await logoFrom(given, 'logo-dark'),
  };
}

async function logoFrom(given: Given, option: string) {
  const file = given[option];
  if (typeof file !== 'string') return undefined;
  if (file === 'none') return null;
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw new OperatorError(`--${option} ${file}: ${why}.`);
  });
  try {
    return cleanPicture(content);
  } catch (error) {
    if (error instanceof PictureError) throw new OperatorError(`--${option}: ${file} ${error.message}.`);
    throw error;
  }
}
