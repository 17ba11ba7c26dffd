import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import { makeDataDir } from '#platform/data-dir.ts';
import { OperatorError } from '#platform/operator-error.ts';

/** How this installation began, which its first start settles for good. */
export interface Beginning {
  demo: boolean;
  /** Whether the demo has been filled in. */
  seeded: boolean;
}

const fileOf = (config: Pick<Config, 'dataDir'>) => join(config.dataDir, 'installation.json');

export async function readBeginning(config: Pick<Config, 'dataDir'>): Promise<Beginning | undefined> {
  const text = await readFile(fileOf(config), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Beginning;
  } catch {
    throw new OperatorError(`${fileOf(config)} is damaged: restore it from a backup.`);
  }
}

export async function writeBeginning(config: Pick<Config, 'dataDir'>, beginning: Beginning): Promise<void> {
  const file = fileOf(config);
  await makeDataDir(config.dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(beginning)}\n`, { flush: true });
  await rename(`${file}.new`, file);
}

/**
 * The first start decides between the demo and an empty installation; a later one may not wish it otherwise. It is kept once there is a
 * database (`keepBeginning`): a start that fails before has decided nothing.
 */
export async function settleBeginning(config: Pick<Config, 'dataDir' | 'demo'>, empty: boolean): Promise<Beginning> {
  const known = await readBeginning(config);
  if (known?.demo && empty) {
    throw new OperatorError(`${config.dataDir} holds the demo already: to start empty, set another DATA_DIR.`);
  }
  if (!known) await makeDataDir(config.dataDir);
  return known ?? { demo: config.demo && !empty, seeded: false };
}

export async function keepBeginning(config: Pick<Config, 'dataDir'>, beginning: Beginning): Promise<void> {
  if (!(await readBeginning(config))) await writeBeginning(config, beginning);
}
