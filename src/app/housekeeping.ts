import { sql } from 'kysely';
import { LINES_DAYS, LOOKED_AT_DAYS, tidyLists } from '#features/imports/index.ts';
import { DECISION_DAYS, forgetDecided } from '#features/newcomers/index.ts';
import { asSystem } from '#platform/db/scope.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import type { Chore } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';

const DAY_MS = 86_400_000;
/** A browser keeps what somebody has not sent for a week, its files with it. */
const LOOSE_DAYS = 8;

/** What is thrown away after a while, so that no table grows with nothing but time. */
export const housekeeping: readonly Chore[] = [
  {
    name: 'housekeeping',
    at: '17 3 * * *',
    async run(platform) {
      await platform.pool.question('select app.forget_rate_limits()');
      // What a business cannot be tidied of is no reason to leave the disk as it is.
      try {
        await everyWorkspace(platform, (id) => tidy(platform, id));
      } finally {
        await removeUnknownFiles(platform);
      }
    },
  },
  {
    name: 'sweep-staging',
    at: '41 * * * *',
    run: async (platform) => void (await platform.files.sweepStaging(new Date(Date.now() - DAY_MS))),
  },
];

const BATCH = 500;

/** Contents that a rolled back transaction had kept already. */
async function removeUnknownFiles(platform: Platform): Promise<void> {
  let keys: string[] = [];
  const check = async () => {
    const rows = await platform.pool.question<{ key: string }>('select * from app.unknown_files($1) as key', [keys]);
    for (const { key } of rows) await platform.files.remove(key);
    keys = [];
  };
  for await (const key of platform.files.keysKeptBefore(new Date(Date.now() - DAY_MS))) {
    keys.push(key);
    if (keys.length >= BATCH) await check();
  }
  if (keys.length > 0) await check();
}

/** How many days a row stays after the moment in this column. */
const LIFETIMES = [
  ['drafts', 'created_at', 7],
  ['idempotency_keys', 'created_at', 2],
  ['verifications', 'expires_at', 1],
  ['half_sign_ins', 'expires_at', 1],
  ['spent_challenges', 'expires_at', 1],
  ['remembered_browsers', 'expires_at', 1],
  ['guest_sessions', 'expires_at', 1],
  ['guest_links', 'expires_at', 30],
  ['guest_links', 'revoked_at', 30],
  ['sso_attempts', 'expires_at', 1],
  ['sso_assertions', 'expires_at', 1],
  ['portal_views', 'ends_at', 1],
  ['sessions', 'expires_at', 30],
  ['ticket_presence', 'seen_at', 1],
  ['article_presence', 'seen_at', 1],
  ['reaction_runs', 'ran_at', 30],
  ['notifications', 'read_at', 90],
  ['searches', 'at', 180],
  ['searches_settled', 'at', 360],
] as const;

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

async function tidy(platform: Platform, workspaceId: string): Promise<void> {
  const loose = await asSystem(platform.pool, workspaceId, async (db) => {
    for (const [table, column, days] of LIFETIMES) {
      await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}
        and ${sql.ref(column)} < ${daysAgo(days)}`.execute(db);
    }
    await forgetDecided(db, workspaceId, daysAgo(DECISION_DAYS));
    // A wish whose address nobody has proved in time is nobody's.
    await sql`delete from sign_ups where workspace_id = ${workspaceId} and proved_at is null
      and expires_at < ${daysAgo(1)}`.execute(db);
    // Who was told of one is told no longer: the notice says a name.
    await sql`delete from notifications n where n.workspace_id = ${workspaceId} and n.subject_type = 'sign_up'
      and not exists (select from sign_ups s where s.workspace_id = n.workspace_id and s.id = n.subject_id)`.execute(
      db,
    );
    // What somebody had saved on the way, once nobody can still have it before them; the last save stays.
    await sql`delete from article_drafts d where d.workspace_id = ${workspaceId} and d.saved_at < ${daysAgo(30)}
      and exists (select from article_drafts n where n.workspace_id = d.workspace_id and n.article_id = d.article_id
        and n.locale = d.locale and n.revision > d.revision)`.execute(db);
    // Articles that somebody only looked at, kept as long as lists are: what they handed over goes with the row.
    await sql`delete from article_imports where workspace_id = ${workspaceId} and started_at is null
      and created_at < ${daysAgo(LOOKED_AT_DAYS)}`.execute(db);
    await tidyLists(db, workspaceId, { lookedAt: daysAgo(LOOKED_AT_DAYS), broughtIn: daysAgo(LINES_DAYS) });
    // What a receiver of the audit log was sent, and how it answered; what still waits is not over.
    await sql`delete from log_deliveries where workspace_id = ${workspaceId} and state <> 'waiting'
      and created_at < ${daysAgo(90)}`.execute(db);
    // A visitor who voted is nobody after a while; the vote stays.
    await sql`update article_votes set visitor = null where workspace_id = ${workspaceId} and visitor is not null
      and updated_at < ${daysAgo(90)}`.execute(db);
    // A kept mail may hold a sign-in link; what remains is the delivery log.
    await db
      .updateTable('mails')
      .set({ html: null, text: null })
      .where('workspace_id', '=', workspaceId)
      .where('created_at', '<', daysAgo(30))
      .where('html', 'is not', null)
      .execute();
    return db
      .deleteFrom('attachments')
      .where('workspace_id', '=', workspaceId)
      .where('ticket_id', 'is', null)
      .where('created_at', '<', daysAgo(LOOSE_DAYS))
      .returning('storage_key')
      .execute();
  });
  for (const { storage_key } of loose) await platform.files.remove(storage_key);
}
