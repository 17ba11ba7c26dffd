import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import { OperatorError } from '#platform/operator-error.ts';

/** The installation's 32 secret bytes: MASTER_KEY, or those in DATA_DIR/master.key, made there on the first call. */
export async function openMasterKey(config: Pick<Config, 'masterKey' | 'dataDir'>): Promise<Buffer> {
  if (config.masterKey) return config.masterKey;
  const path = join(config.dataDir, 'master.key');
  await mkdir(config.dataDir, { recursive: true });
  if (!(await stat(path).catch(() => undefined))) await create(path);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new OperatorError(`The master key ${path} cannot be read: ${error.message}`);
  });
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new OperatorError(`The master key ${path} is damaged: restore it from a backup.`);
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  return key;
}

/** Whole or not at all, and never over one that another process has just made. */
async function create(path: string): Promise<void> {
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(part, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  await link(part, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(part);
}
