import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import '#app/features.ts';
import { helpCenterFolder, helpCenterZip } from '#features/article-import/index.ts';
import { TooMuch } from '#platform/http/zip.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Command } from './command.ts';
import { notMade } from './new-file.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes all articles of a workspace to a zip of Markdown and pictures, or to a folder.',
  about: `  export articles articles.zip --workspace help.example.com
  export articles articles/ --workspace help.example.com

What \`portico import articles\` reads back: every article in every language, drafts too, with its categories, readers and pictures. A
text that readers see is taken as they see it. A zip holds 65,000 files; of more a path that ends in a slash makes a folder.`,
  argument: { name: 'what', about: 'What to take out: articles.' },
  second: { name: 'path', about: 'The zip or folder/ to write; it must not be there yet.' },
  options: { workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' } },
  async run({ what, path, workspace }) {
    if (what !== 'articles') throw new OperatorError('Say what to take out: articles.');
    if (typeof path !== 'string') throw new OperatorError('Say where to: a zip, or a folder/, that is not there yet.');
    return withPlatform(async (platform) => {
      const { id } = await workspaceNamed(platform, String(workspace ?? ''));
      if (path.endsWith('/')) await inWorkspace(platform, id, (ctx) => intoFolder(path, helpCenterFolder(ctx)));
      else await intoZip(path, (file) => inWorkspace(platform, id, (ctx) => pipeline(helpCenterZip(ctx), file)));
      say(`${path} is written.`);
    });
  },
};

/** Each file where its path says; the folder is made for it, so nothing that is there is written over. */
export async function intoFolder(
  folder: string,
  files: AsyncIterable<{ path: string; content: Uint8Array }>,
): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch(notMade(folder));
  for await (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    await writeFile(join(folder, path), content, { flag: 'wx', mode: 0o600 });
  }
}

async function intoZip(path: string, write: (file: WriteStream) => Promise<void>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await once(file, 'open').catch(notMade(path));
  await write(file).catch((error: unknown) => {
    if (!(error instanceof TooMuch)) throw error;
    throw new OperatorError(`${path}: all of it does not fit into one zip. Name a folder, with a slash at its end.`);
  });
}
