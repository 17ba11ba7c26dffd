import { filed } from '#app/features.ts';
import { noteOperator } from '#features/audit/index.ts';
import { loadConfig } from '#platform/config.ts';
import { type Conversion, convertFiles } from '#platform/files-at-rest.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Form } from '#platform/storage/file-store.ts';
import { inEveryLog } from './by-operator.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

const FORMS = { encrypt: 'encrypted', decrypt: 'clear' } as const;

export const filesCommand: Command = {
  name: 'files',
  summary: 'Encrypts the files that are kept, or decrypts them.',
  about: `\`files encrypt\` writes every kept file anew, encrypted under a key of its own that the master key wraps; \`files decrypt\` writes
them in clear. Each is compared with what was received first; one that is damaged is named and left as it is. Needs room for
the largest file. May be stopped and run again at any time, beside Portico too. How new files are kept says ENCRYPT_FILES:
set that first and restart. On most disks what was overwritten or deleted can be found for a while.`,
  argument: { name: 'act', about: `What to do: ${Object.keys(FORMS).join(', ')}.` },
  options: {},
  async run({ act }) {
    if (act !== 'encrypt' && act !== 'decrypt') throw new OperatorError('Say what to do: encrypt, decrypt.');
    const config = loadConfig(process.env);
    const to = FORMS[act];
    if (config.newFiles !== to) {
      const state = to === 'encrypted' ? 'true' : 'false';
      say(`New files are still kept ${config.newFiles}: set ENCRYPT_FILES=${state} and restart.`);
    }
    return convert(to);
  },
};

async function convert(to: Form): Promise<number> {
  let result: Conversion | undefined;
  const code = await withPlatform(async (platform) => {
    result = await convertFiles(platform, filed, to, (seen) => {
      if (seen % 10_000 === 0) say(`${seen.toLocaleString('en')} files looked at.`);
    });
    const what = to === 'encrypted' ? 'files_encrypted' : 'files_decrypted';
    if (result.done > 0) await inEveryLog(platform, (ctx) => noteOperator(ctx, { what }));
    for (const line of report(result, to)) say(line);
  });
  return code !== 0 || !result || result.damaged.length + result.missing.length === 0 ? code : 1;
}

export function report({ done, already, missing, damaged }: Conversion, to: Form): string[] {
  const state = to === 'encrypted' ? 'encrypted' : 'in clear';
  const [files, before] = [done, already].map((n) => n.toLocaleString('en'));
  const lines = [
    `${files} ${done === 1 ? 'file is' : 'files are'} ${state} now, ${before} ${already === 1 ? 'was' : 'were'} before.`,
  ];
  for (const key of damaged) lines.push(`damaged  ${key}: not what was received; restore it from a backup.`);
  for (const key of missing) lines.push(`missing  ${key}: restore it from a backup.`);
  return lines;
}
