import '#app/features.ts';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { noteOperator } from '#features/audit/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { verifierKeysOf } from '#platform/seal/checkpoint.ts';
import { exportLog } from '#platform/seal/export-log.ts';
import { byOperator } from './by-operator.ts';
import type { Command } from './command.ts';
import { notMade } from './new-file.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const exportLogCommand: Command = {
  name: 'export-log',
  summary: 'Writes a workspace’s sealed event log to a file that proves itself.',
  about: `One JSON value a line: every sealed event in its order, with its seals and what is needed to prove them. Whoever has the
public key checks the file with \`portico verify <file> --key …\`, with no database at hand. It holds addresses and programs
of people (ip, agent): keep it like a backup.`,
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    out: { type: 'string', about: 'The file to write; it must not be there yet.' },
  },
  async run(given) {
    const { out } = given;
    if (typeof out !== 'string') throw new OperatorError('Say where to with --out.');
    return withPlatform(async (platform) => {
      const { id } = await workspaceNamed(platform, String(given.workspace ?? ''));
      const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
      await once(file, 'open').catch(notMade(`--out ${out}`));
      const { events, seals } = await exportLog(platform, id, async (line) => {
        if (!file.write(line)) await once(file, 'drain');
      });
      file.end();
      await finished(file);
      await byOperator(platform, id, (ctx) => noteOperator(ctx, { what: 'log_exported' }));
      say(`${events.toLocaleString('en')} events under ${seals.toLocaleString('en')} seals.`);
      const keys = await verifierKeysOf(platform, id);
      for (const key of keys) say(`  key  ${key}`);
      if (keys.length > 1)
        say(
          'The master key was rotated: each key vouches for those after it, so whoever checks this needs the oldest, or all.',
        );
    });
  },
};
