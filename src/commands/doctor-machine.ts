import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import { readBeginning } from './beginning.ts';
import type { Finding } from './doctor.ts';

const gigabyte = 1024 ** 3;

/** Node, the data directory and what the settings expose. */
export async function checkMachine(config: Config): Promise<Finding[]> {
  return [node(), await directory(config), await masterKey(config), ...(await exposure(config))];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 18);
  const seen = `Node ${process.versions.node}${fits ? '' : ' is too old: start Portico by npm, which brings its own'}`;
  return { state: fits ? 'ok' : 'wrong', about: 'Node', seen };
}

async function directory({ dataDir }: Config): Promise<Finding> {
  const about = 'DATA_DIR';
  const found = await stat(dataDir).catch(() => undefined);
  if (!found) return { state: 'ok', about, seen: `${dataDir} is made by the first start` };
  if (!found.isDirectory()) return { state: 'wrong', about, seen: `${dataDir} is no directory: set another DATA_DIR` };
  const writable = await access(dataDir, constants.W_OK)
    .then(() => true)
    .catch(() => false);
  if (!writable) return { state: 'wrong', about, seen: `${dataDir} cannot be written to by this user` };
  const { bavail, bsize } = await statfs(dataDir);
  const free = (bavail * bsize) / gigabyte;
  const seen = `${dataDir}, ${free.toFixed(1)} GB free`;
  return free < 1 ? { state: 'warn', about, seen: `${seen}: make room` } : { state: 'ok', about, seen };
}

async function masterKey(config: Config): Promise<Finding> {
  const about = 'Master key';
  if (config.masterKey) return { state: 'ok', about, seen: 'from MASTER_KEY' };
  const path = join(config.dataDir, 'master.key');
  const found = await stat(path).catch(() => undefined);
  // Whether there must have been one the database knows (doctor-seals.ts).
  if (!found) return { state: 'ok', about, seen: 'is made where nothing is sealed yet' };
  if ((found.mode & 0o077) !== 0) return { state: 'warn', about, seen: `${path} is open to others: chmod 600 ${path}` };
  return { state: 'ok', about, seen: `${path}; keep a copy apart from the backups` };
}

async function exposure(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const open = config.host !== 'localhost' && config.host !== '::1' && !config.host.startsWith('127.');
  const demo = (await readBeginning(config))?.demo ?? config.demo;
  if (open && demo) {
    findings.push({ state: 'warn', about: 'Demo', seen: 'its passwords are public and HOST lets other machines in' });
  }
  const { scheme, host } = config.origin;
  if (scheme === 'http' && host !== 'localhost' && !host.endsWith('.localhost')) {
    findings.push({ state: 'warn', about: 'ORIGIN', seen: 'is not https: passwords travel in clear' });
  }
  return findings;
}
