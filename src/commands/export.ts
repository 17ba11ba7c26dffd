import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import '#app/features.ts';
import { helpCenterZip } from '#features/article-import/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes all articles of a workspace to a zip of Markdown and pictures.',
  about: `  export articles articles.zip --workspace help.example.com

What \`portico import articles\` reads back: every article in every language, drafts too, with its categories, readers and pictures. A
text that readers see is taken as they see it.`,
  argument: { name: 'what', about: 'What to take out: articles.' },
  second: { name: 'path', about: 'The zip to write; it must not be there yet.' },
  options: { workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' } },
  async run({ what, path, workspace }) {
    if (what !== 'articles') throw new OperatorError('Say what to take out: articles.');
    if (typeof path !== 'string') throw new OperatorError('Say where to: a zip that is not there yet.');
    return withPlatform(async (platform) => {
      const { id } = await workspaceNamed(platform, String(workspace ?? ''));
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
      await once(file, 'open').catch((error: Error) => {
        throw new OperatorError(`${path}: ${error.message}`);
      });
      await inWorkspace(platform, id, (ctx) => pipeline(helpCenterZip(ctx), file));
      say(`${path} is written.`);
    });
  },
};
