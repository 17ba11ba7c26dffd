import { stat } from 'node:fs/promises';
import { concealed, filed } from '#app/features.ts';
import { noteOperator } from '#features/audit/index.ts';
import { keyId } from '#platform/at-rest.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { rewrapFiles } from '#platform/files-at-rest.ts';
import { addMasterKey, earlierKeys, forgetEarlierKeys, keyFile, openMasterKey } from '#platform/master-key.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { rewrap } from '#platform/rewrap.ts';
import { retireSealKeys } from '#platform/seal/checkpoint.ts';
import { keepSuccessions } from '#platform/seal/succession.ts';
import { inEveryLog } from './by-operator.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

const acts = ['show', 'rotate', 'rewrap', 'forget'] as const;

export const keysCommand: Command = {
  name: 'keys',
  summary: 'Shows, rotates and forgets master keys.',
  about: `\`keys show\` names the keys there are, \`keys rotate\` makes a new master key and conceals every stored secret, and the
key of every encrypted file, anew with it. Restart every process afterwards, then \`keys forget\` ends the keys before it. People stay signed in; open forms are given back on the
next page, and sign-in links that are under way end. With MASTER_KEY in the environment: set a new one, put the old one into
MASTER_KEY_BEFORE, restart, and run \`keys rewrap\`. May be stopped and run again at any time.`,
  argument: { name: 'act', about: `What to do: ${acts.join(', ')}.` },
  options: {},
  async run(given) {
    const act = acts.find((each) => each === (given.act ?? 'show'));
    if (!act) throw new OperatorError(`Say what to do: ${acts.join(', ')}.`);
    const config = loadConfig(process.env);
    if (act === 'show') return show(config);
    if (act !== 'rewrap' && config.masterKey) {
      throw new OperatorError(
        'The master key is in MASTER_KEY: set a new one there, and the old one as MASTER_KEY_BEFORE.',
      );
    }
    if (act === 'rotate') {
      const key = await addMasterKey(config);
      say(`The master key is now ${keyId(key)}.`);
    }
    const code = await concealAnew(act);
    if (code !== 0) return code;
    if (act === 'rotate') say('Restart every Portico process, then run: portico keys forget');
    if (act === 'forget') await forget(config);
    return 0;
  },
};

async function show(config: Config): Promise<number> {
  const key = await openMasterKey(config, 'as found');
  say(`current  ${keyId(key)}`);
  for (const each of earlierKeys(key)) say(`earlier  ${keyId(each)}`);
  return 0;
}

function concealAnew(act: 'rotate' | 'rewrap' | 'forget'): Promise<number> {
  return withPlatform(async (platform, { config }) => {
    if (act === 'forget') await demandRestarted(platform, config);
    // A process that has just begun knows which key is the present one.
    await keepSuccessions(platform);
    const count = await rewrap(platform, concealed);
    say(`${count.toLocaleString('en')} stored secrets were concealed anew.`);
    const files = await rewrapFiles(platform, filed);
    say(`The keys of ${files.done.toLocaleString('en')} encrypted files were wrapped anew.`);
    const gone = earlierKeys(platform.masterKey).map(keyId).join(', ');
    const what = act === 'forget' ? 'keys_forgotten' : 'keys_rotated';
    const detail = act === 'forget' ? gone : keyId(platform.masterKey);
    if (detail) await inEveryLog(platform, (ctx) => noteOperator(ctx, { what, detail }));
    for (const key of files.damaged) say(`damaged  ${key}: opens with no key there is; restore it from a backup.`);
  });
}

/**
 * A process that began before the present key was made conceals with an earlier one, and what it conceals could be read no more. Each server
 * holds a connection that listens from its beginning on.
 */
export async function demandRestarted(
  { pool }: Pick<Platform, 'pool'>,
  config: Pick<Config, 'dataDir'>,
): Promise<void> {
  const { mtime } = await stat(keyFile(config));
  const [{ n } = { n: 0 }] = await pool.question<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name = 'portico live' and backend_start < $1`,
    [mtime],
  );
  if (n > 0)
    throw new OperatorError(
      'Portico has been running since before the key was rotated: restart it, then run this again.',
    );
}

/** The public halves stay: seals of earlier keys can be checked for ever. */
async function forget(config: Config): Promise<void> {
  const key = await openMasterKey(config);
  const gone = earlierKeys(key);
  if (gone.length === 0) return say('There is no earlier key.');
  await retireSealKeys(config.dataDir, gone);
  await forgetEarlierKeys(config);
  say(`Forgotten: ${gone.map(keyId).join(', ')}. Their public halves are in DATA_DIR/seals/earlier-keys.txt.`);
}
