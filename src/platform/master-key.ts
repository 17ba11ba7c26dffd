import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, link, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import { OperatorError } from '#platform/operator-error.ts';

type Where = Pick<Config, 'masterKey' | 'dataDir'> & Partial<Pick<Config, 'masterKeyBefore'>>;

/** Keys that were the master key before: what was concealed or sealed with them can still be read. */
const earlier = new WeakMap<Uint8Array, () => Buffer[]>();

export const earlierKeys = (masterKey: Uint8Array): Buffer[] => earlier.get(masterKey)?.() ?? [];

/**
 * The installation's 32 secret bytes: MASTER_KEY, or the first line of DATA_DIR/master.key, made there on the first call. The
 * lines after it are earlier keys. 'as found' makes and changes nothing, and a key that is not there is an OperatorError. They are read when they are needed, so a process that began before a rotation
 * opens what was concealed after it as well.
 */
export async function openMasterKey(config: Where, manner: 'make' | 'as found' = 'make'): Promise<Buffer> {
  const path = keyFile(config);
  if (config.masterKey) {
    const before = config.masterKeyBefore;
    if (before) earlier.set(config.masterKey, () => [before]);
    return config.masterKey;
  }
  const mayChange = manner === 'make';
  if (mayChange) {
    await mkdir(config.dataDir, { recursive: true });
    if (!(await stat(path).catch(() => undefined))) await create(path);
  }
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      throw new OperatorError(`There is no master key ${path} yet: start Portico first, or set MASTER_KEY.`);
    }
    throw new OperatorError(`The master key ${path} cannot be read: ${error.message}`);
  });
  const [key] = keysIn(text, path);
  if (mayChange && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  earlier.set(key!, () => keysIn(readFileSync(path, 'utf8'), path).filter((each) => !each.equals(key!)));
  return key!;
}

/** Whether there is a master key already. */
export const hasMasterKey = async (config: Where): Promise<boolean> =>
  config.masterKey !== undefined || (await stat(keyFile(config)).catch(() => undefined)) !== undefined;

export const keyFile = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'master.key');

function keysIn(text: string, path: string): Buffer[] {
  const keys = text
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line.trim(), 'base64'));
  if (keys.some((key) => key.length !== 32))
    throw new OperatorError(`The master key ${path} is damaged: restore it from a backup.`);
  return keys;
}

/** Makes a new key the first one and keeps those before it. Returns the new one. */
export async function addMasterKey(config: Where): Promise<Buffer> {
  const before = await openMasterKey(config);
  await replace(config, [randomBytes(32), before, ...earlierKeys(before)]);
  return openMasterKey(config);
}

/** Forgets every key but the first. What was concealed with another one is lost then. */
export async function forgetEarlierKeys(config: Where): Promise<void> {
  await replace(config, [await openMasterKey(config)]);
}

async function replace(config: Where, keys: Buffer[]): Promise<void> {
  const path = keyFile(config);
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(part, keys.map((key) => `${key.toString('base64')}\n`).join(''), { mode: 0o600, flush: true });
  await rename(part, path);
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
