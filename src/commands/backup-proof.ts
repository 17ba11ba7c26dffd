import '#app/features.ts';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type BackupProof, proveBackup } from '#features/audit/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { inEveryLog } from './by-operator.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { everyWorkspace } from './workspaces.ts';

export const backupProofCommand: Command = {
  name: 'backup-proof',
  summary: 'Writes into the sealed log of every workspace that a backup was made, or restored to try it.',
  about: `For the end of a script that makes backups, and of one that restores them on another machine to see that they are whole. The name, the
size and the SHA-256 of the file are written down, and stand in the evidence pack that an audit asks for.`,
  options: { restored: { type: 'boolean', about: 'It was restored elsewhere, and everything was there.' } },
  argument: { name: 'file', about: 'The backup.' },
  async run(given) {
    const file = typeof given.file === 'string' ? given.file : '';
    if (file === '') throw new OperatorError('Say which file is the backup: portico backup-proof FILE.');
    const proof = await proofOf(file, given.restored === true ? 'restored' : 'made');
    return withPlatform(async (platform) => {
      say(await proveEverywhere(platform, proof));
    });
  },
};

export async function proofOf(file: string, proof: BackupProof['proof']): Promise<BackupProof> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(file)) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (error) {
    throw new OperatorError(`The backup ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.`);
  }
  if (bytes === 0) throw new OperatorError(`The backup ${file} is empty.`);
  return { proof, name: basename(file).slice(0, 200), bytes, sha256: hash.digest('hex') };
}

/** Says in a line what was written down. */
export async function proveEverywhere(platform: Platform, proof: BackupProof): Promise<string> {
  const all = await everyWorkspace(platform);
  if (all.length === 0) throw new OperatorError('There is no workspace yet: the first one is made in the browser.');
  await inEveryLog(platform, (ctx) => proveBackup(ctx, proof));
  const many = all.length === 1 ? 'the log of one workspace' : `the logs of ${all.length} workspaces`;
  return `${proof.name}, ${proof.bytes} bytes, ${proof.proof}: written into ${many}.`;
}
