import type { Config } from '#platform/config.ts';
import { hasMasterKey, openMasterKey } from '#platform/master-key.ts';
import { anchorFile, compareAnchor } from '#platform/seal/anchor.ts';
import { openCheckpoint, trustedSealKeys } from '#platform/seal/checkpoint.ts';
import type { Finding } from './doctor.ts';
import { missingKey } from './known-key.ts';

const about = 'Event log';
/** A worker seals every minute; this long without a seal, something keeps it from that. */
const LATE_MS = 15 * 60_000;

/** One workspace's newest seals, as the owner of the database may read them. */
interface SealRow {
  workspace_id: string;
  checkpoints: string[];
  sealed_at: Date | null;
  /** When the first event without a seal happened. */
  waiting_since: Date | null;
}

const NEWEST = `
  select w.id as workspace_id, newest.sealed_at,
    array(select s.checkpoint from seals s where s.workspace_id = w.id order by s.size desc limit 2) as checkpoints,
    (select e.created_at from events e where e.workspace_id = w.id and e.seq > coalesce(newest.last_seq, 0)
      order by e.seq limit 1) as waiting_since
  from workspaces w left join lateral (
    select s.last_seq, s.sealed_at from seals s where s.workspace_id = w.id order by s.size desc limit 1) newest on true`;

type Ask = (text: string) => Promise<Record<string, unknown>[]>;

/** How old the last seal is, and whether the anchor files go together with the database. `portico verify` looks closer. */
export async function checkSeals(config: Config, ask: Ask): Promise<Finding[]> {
  const [there] = await ask("select to_regclass('seals') is not null as exists");
  if (!there?.exists) return [];
  const rows = (await ask(NEWEST)) as unknown as SealRow[];
  const now = Date.now();
  const wrong: Finding[] = [];
  for (const row of rows) {
    const state = await compareAnchor(anchorFile(config, row.workspace_id), row.checkpoints);
    if (typeof state === 'string') continue;
    wrong.push({ state: 'wrong', about, seen: `${row.workspace_id}: the anchor file does not fit: ${state.differs}` });
  }
  if (wrong.length > 0) return wrong;
  const key = await checkKey(config, rows);
  if (key) return [key];
  const last = Math.max(0, ...rows.map((row) => row.sealed_at?.getTime() ?? 0));
  const waiting = rows.flatMap((row) => row.waiting_since?.getTime() ?? []);
  const oldest = Math.min(now, ...waiting);
  const seal = last === 0 ? 'is not sealed yet' : `last sealed ${ago(now - last)} ago`;
  if (waiting.length > 0 && now - Math.max(oldest, last) > LATE_MS) {
    return [{ state: 'warn', about, seen: `${seal}, and newer events wait: is a worker running?` }];
  }
  return [{ state: 'ok', about, seen: waiting.length > 0 ? `${seal}; newer events wait for the next minute` : seal }];
}

/** Whether the master key is the one that the newest seals are signed with: with another one no more are made. */
async function checkKey(config: Config, rows: SealRow[]): Promise<Finding | null> {
  const newest = rows.flatMap(({ checkpoints }) => checkpoints.slice(0, 1));
  if (newest.length === 0) return null;
  if (!(await hasMasterKey(config))) return { state: 'wrong', about: 'Master key', seen: missingKey(config) };
  const trusted = await trustedSealKeys({ config, masterKey: await openMasterKey(config, 'as found') });
  if (newest.every((checkpoint) => openCheckpoint(checkpoint, trusted))) return null;
  const seen = 'is another one than this database was sealed with: restore the right one from your backup';
  return { state: 'wrong', about: 'Master key', seen };
}

function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
