import { sql } from 'kysely';
import pg from 'pg';
import { asSystem, type Db } from '#platform/db/scope.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { sealNow } from '#platform/seal/sealer.ts';
import { cast } from './cast.ts';
import { clockOf } from './clock.ts';
import { helpOfLumen } from './lumen/help.ts';
import { lumen } from './lumen/story.ts';
import { besidesTickets } from './northwind/besides.ts';
import { northwind } from './northwind/story.ts';
import { operator } from './operator.ts';
import { play } from './play.ts';
import { openStage } from './stage.ts';
import type { Story } from './story.ts';
// What happens after an event is put together there.
import '../features.ts';

/**
 * Fills in the demo: two businesses on two hosts, and the installation's own. A workspace that is there already is left as
 * it is, so this may be run again. Throws an OperatorError when somebody else has one of the hosts.
 */
export async function seedDemo(platform: Platform, ownerUrl: string): Promise<void> {
  const { origin, operatorHost } = platform.config;
  const now = new Date();
  const stories = [
    [northwind, origin.host],
    [lumen, `lumen.${origin.host}`],
    [operator, operatorHost],
  ] as const;
  const made: string[] = [];
  // One after the other: the first job of each task is known to the queue when its long transaction is over, and a second one
  // would wait for it longer than a lock may be waited for.
  for (const [story, host] of stories) {
    const id = await seedStory(platform, story, host, now);
    if (id) made.push(id);
  }
  await forgetJobs(ownerUrl, made);
  await sealNow(platform, made);
}

/** Returns the workspace's id when it was not there before. */
function seedStory(platform: Platform, story: Story, host: string, now: Date): Promise<string | undefined> {
  return asSystem(platform.pool, story.id, async (db) => {
    const there = await db.selectFrom('workspaces').select('id').where('id', '=', story.id).executeTakeFirst();
    if (there) return undefined;
    await demandFree(db, host);
    const clock = clockOf(now, story.zone);
    const stage = await openStage(platform, db, story, host, now);
    const people = await cast(stage, story, clock);
    const besides =
      story === northwind
        ? besidesTickets(stage, people, clock, story.tickets)
        : story === lumen
          ? helpOfLumen(stage, people, clock)
          : [];
    await play(stage, story, people, clock, besides);
    return story.id;
  });
}

async function demandFree(db: Db, host: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from app.portal_by_host(${host})`.execute(db);
  if (rows[0]) {
    throw new OperatorError(`The demo needs the host ${host}, which belongs to ${rows[0].name}: set another ORIGIN.`);
  }
}

/** The jobs of the story are done; leaving them would only keep the first worker busy finding that out. */
async function forgetJobs(ownerUrl: string, workspaceIds: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `select graphile_worker.complete_jobs(array(select id from graphile_worker._private_jobs
        where payload ->> 'workspace' = any($1)))`,
      [workspaceIds],
    );
  } finally {
    await client.end();
  }
}
