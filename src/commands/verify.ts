import { access, readFile } from 'node:fs/promises';
import { loadConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { anchorFile, asideOf } from '#platform/seal/anchor.ts';
import { readVerifierKeys, trustedSealKeys, verifierKeysOf } from '#platform/seal/checkpoint.ts';
import type { Finding, Report } from '#platform/seal/log-check.ts';
import { whyNotProved } from '#platform/seal/prove.ts';
import { verifyDatabase } from '#platform/seal/verify-database.ts';
import { verifyExport } from '#platform/seal/verify-export.ts';
import type { Command, Given } from './command.ts';
import { openDatabase } from './database.ts';
import { live } from './lifetime.ts';
import { openPlatform } from './open-platform.ts';
import { say } from './terminal.ts';
import { everyWorkspace, workspaceNamed } from './workspaces.ts';

const TAMPERED = 2;
/** More than the proof of any event. */
const MOST_PROOF = 4_000_000;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Checks the event log against its seals.',
  about: `Without a file: the log in the database of one or all workspaces, against their seals and DATA_DIR/seals. With a file from
portico export-log: that file alone, with no database and no settings, by the key you were given. Changes nothing.
Ends with 0 when everything is as it was sealed, 1 when it could not be checked, 2 when something was tampered with: then the
first broken event of each workspace is named. See docs/operating/audit.md.`,
  argument: { name: 'file', about: 'An export, or the proof of one event, to check instead of the database.' },
  options: {
    workspace: { type: 'string', about: 'Only this one: its host, or its short name (slug).' },
    key: {
      type: 'string',
      many: true,
      about:
        'The public key of the seals, or a file with it; an export needs it. One that was noted before a rotation goes on vouching.',
    },
    anchor: { type: 'string', about: 'A copy of an anchor file that was kept elsewhere, to check against.' },
  },
  async run(given) {
    const keys = await keysFrom(given.key);
    const anchor = textOf(given.anchor);
    if (anchor !== undefined) await demandFile(anchor);
    const file = textOf(given.file);
    if (file !== undefined) {
      demandKeys(keys);
      return (await ofProof(file, keys)) ?? verdict(await ofExport(file, keys, anchor));
    }
    if (anchor !== undefined && given.workspace === undefined) {
      throw new OperatorError('An anchor file is that of one workspace: say which with --workspace.');
    }
    return ofDatabase(given, keys, anchor);
  },
};

/** A proof of one event, as the audit log gives it; undefined when the file is none. */
async function ofProof(file: string, keys: Buffer[]): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.length > MOST_PROOF || !text.startsWith('{\n')) return undefined;
  let why: string | null | undefined;
  try {
    why = whyNotProved(JSON.parse(text), keys);
  } catch {
    return undefined;
  }
  if (why === undefined) return undefined;
  say(why === null ? '  sound     the event is as it was sealed' : `  TAMPERED  ${why}`);
  return why === null ? 0 : TAMPERED;
}

async function ofExport(file: string, keys: Buffer[], anchor: string | undefined): Promise<Report> {
  await demandFile(file);
  return verifyExport(file, keys, anchor);
}

async function ofDatabase(given: Given, others: Buffer[], anchor: string | undefined): Promise<number> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel });
  let worst = 0;
  const ended = await live(log, async (life) => {
    const database = await life.hold(openDatabase(config, log, 'as found'), (held) => held.close());
    const { platform } = await life.hold(openPlatform(config, log, database.urls, 'as found'), (held) => held.close());
    const name = textOf(given.workspace);
    const all = name === undefined ? await everyWorkspace(platform) : [await workspaceNamed(platform, name)];
    for (const { id, slug, hosts } of all) {
      worst = Math.max(worst, await ofWorkspace(platform, id, hosts[0] ?? slug, others, anchor));
    }
  });
  return ended || worst;
}

async function ofWorkspace(platform: Platform, id: string, name: string, others: Buffer[], anchor: string | undefined) {
  const report = await verifyDatabase(platform, id, [...(await trustedSealKeys(platform)), ...others], anchor).catch(
    explained,
  );
  say(name);
  const code = verdict(report);
  for (const file of await asideOf(anchorFile(platform.config, id)))
    say(`  note      an earlier anchor file was put aside: ${file}`);
  for (const key of await verifierKeysOf(platform, id)) say(`  key       ${key}`);
  return code;
}

function explained(error: unknown): never {
  if ((error as { code?: string }).code === '42P01') {
    throw new OperatorError('This database has no seals yet: run portico migrate, and start Portico.');
  }
  throw error;
}

/** Says what was found, and gives the exit code. */
function verdict(report: Report): number {
  const { finding, events, seals, erased, unsealed, anchored } = report;
  if (finding) {
    for (const line of broken(finding)) say(`  ${line}`);
    say(`  sound     ${counted(events, 'event')} before it, ${counted(seals, 'seal')}`);
    return TAMPERED;
  }
  say(`  sound     ${counted(events, 'event')} under ${counted(seals, 'seal')}, as they were sealed`);
  if (anchored !== undefined) say(`  anchor    ${counted(anchored, 'checkpoint')}, all the same`);
  if (erased > 0)
    say(`  erased    ${counted(erased, 'part')} of events, for privacy: nothing vouches for what they said`);
  if (unsealed > 0) say(`  unsealed  ${counted(unsealed, 'event')}: nothing vouches for them yet`);
  return 0;
}

export function broken({ what, part, event, seal, seen }: Finding): string[] {
  const of = { event: '', leaf: ', in what was noted of it', seal: ': a seal', anchor: ': the anchor file' }[part];
  const lines = [`TAMPERED  ${what}${of}: ${seen}`];
  if (part === 'seal' && seen.includes('known key')) {
    lines.push('          If the master key was rotated or lost, give the other keys as well, each with --key.');
  }
  if (event) lines.push(`event     ${event.id}, number ${event.seq}`);
  if (seal)
    lines.push(
      `seal      of ${counted(seal.size, 'event')}, the one before ends at ${seal.after.toLocaleString('en')}`,
    );
  return lines;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const textOf = (value: Given[string]): string | undefined => (typeof value === 'string' ? value : undefined);

async function keysFrom(value: Given[string]): Promise<Buffer[]> {
  if (typeof value !== 'string') return [];
  const texts = await Promise.all(value.split('\n').map((one) => readFile(one, 'utf8').catch(() => one)));
  return readVerifierKeys(texts.join('\n'));
}

function demandKeys(keys: Buffer[]): void {
  if (keys.length === 0) throw new OperatorError('Say with --key by which key the file must be signed.');
}

async function demandFile(file: string): Promise<void> {
  await access(file).catch(() => {
    throw new OperatorError(`${file} cannot be read: is it there?`);
  });
}
