import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type BrandChange, rebrand } from '#features/workspaces/index.ts';
import { asSystem } from '#platform/db/scope.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { cleanPicture, MAX_PICTURE_BYTES, WIDEST_WORDS } from '#platform/picture/clean.ts';
import { PictureError } from '#platform/picture/picture.ts';
import type { Platform } from '#platform/platform.ts';
import { type Brand, brandOf } from '#platform/ui/brand.ts';
import { byOperator } from './by-operator.ts';
import type { Command, Given } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const brandCommand: Command = {
  name: 'brand',
  summary: 'Shows how a workspace looks, or changes its logo, colour, shape and font.',
  about: `Changes what is given and leaves the rest; without a change it only shows the brand. Open pages show it at their next
visit, within ten seconds. A logo is a mark, beside which the name is written, or the name itself in its letters, at most
${WIDEST_WORDS} times as wide as high. SVG, PNG, WebP or JPEG, at most ${MAX_PICTURE_BYTES / 1024} KB. Mails show the name and its first letter instead.`,
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
    return withPlatform(async (platform) => {
      for (const line of await dress(platform, given.workspace, change)) say(line);
    });
  },
};

/** Changes one workspace's brand and says in lines how it looks now. */
export async function dress(platform: Platform, named: Given[string], change: BrandChange): Promise<string[]> {
  const { id } = await workspaceNamed(platform, typeof named === 'string' ? named : '');
  if (Object.values(change).some((value) => value !== undefined)) {
    await byOperator(platform, id, (ctx) => rebrand({ ...ctx, request: { ...ctx.request, id: 'brand' } }, change));
  }
  return asSystem(platform.pool, id, async (db) => {
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
  const content = await readLittle(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw new OperatorError(`--${option} ${file}: ${why}.`);
  });
  if (!content) throw new OperatorError(`--${option} ${file}: it is not a file.`);
  try {
    return cleanPicture(content);
  } catch (error) {
    if (error instanceof PictureError) throw new OperatorError(`--${option}: ${file} ${error.message}.`);
    throw error;
  }
}

/** The content, and of a file that is too large a byte too many. Null for what is no file and may never end. */
async function readLittle(file: string): Promise<Buffer | null> {
  // A pipe that nobody writes to would be waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) return null;
    return Buffer.concat(await handle.createReadStream({ end: MAX_PICTURE_BYTES, autoClose: false }).toArray());
  } finally {
    await handle.close();
  }
}
