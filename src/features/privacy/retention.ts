import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { asSystem } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Chore } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { eraseFromEvents } from '#platform/seal/erase.ts';
import { mayForgetAnybody } from './access.ts';
import { retentionApplied, retentionChanged } from './events.ts';
import { forgetAsSystem } from './forget.ts';
import { everythingHeld, isHeld } from './holds.ts';
import { findSubject } from './subject.ts';
import { eraseTickets } from './words.ts';

/** What a rule may say how long it stays. */
export const kinds = ['log_client', 'mails', 'contacts', 'tickets'] as const;
export type Kind = (typeof kinds)[number];
export type Rules = Partial<Record<Kind, number>>;

export const LEAST_DAYS = 30;
const days = z
  .string()
  .trim()
  .regex(/^(\d{1,5})?$/, 'retention.days')
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((count) => count === null || (count >= LEAST_DAYS && count <= 36_500), 'retention.days');
export const retentionForm = z.object({ log_client: days, mails: days, contacts: days, tickets: days });

export async function rulesOf({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>): Promise<Rules> {
  const rows = await db
    .selectFrom('retention_rules')
    .select(['kind', 'days'])
    .where('workspace_id', '=', workspace.id)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.kind, row.days]));
}

/** Returns whether anything became different. */
export async function changeRules(ctx: CtxOf<Member>, next: z.output<typeof retentionForm>): Promise<boolean> {
  demand(mayForgetAnybody(ctx.actor));
  const { db, workspace } = ctx;
  const before = await rulesOf(ctx);
  const changed = kinds.filter((kind) => (before[kind] ?? null) !== next[kind]);
  for (const kind of changed) {
    await db.deleteFrom('retention_rules').where('workspace_id', '=', workspace.id).where('kind', '=', kind).execute();
    const given = next[kind];
    if (given === null) continue;
    await db
      .insertInto('retention_rules')
      .values({ workspace_id: workspace.id, kind, days: given, changed_at: ctx.now })
      .execute();
  }
  if (changed.length === 0) return false;
  const changes = Object.fromEntries(changed.map((kind) => [kind, { from: before[kind] ?? null, to: next[kind] }]));
  await record(ctx, retentionChanged, { subjectId: workspace.id, accountId: null, data: { changes } });
  return true;
}

/** What of a kind is older than so many days, and under no hold: one question for the dry run and for the night. */
function older(workspaceId: string, kind: Kind, count: number): RawBuilder<{ id: string }> {
  const before = sql`now() - make_interval(days => ${count})`;
  switch (kind) {
    case 'log_client':
      return sql`select e.id from events e where e.workspace_id = ${workspaceId} and e.created_at < ${before}
        and (e.ip is not null or e.agent is not null) and not ${isHeld(workspaceId, 'e.actor_person_id', 'e.account_id')}`;
    case 'mails':
      return sql`select m.id from mails m where m.workspace_id = ${workspaceId} and m.created_at < ${before}
        and m.state <> 'queued' and not ${everythingHeld(workspaceId)}
        and not exists (select from legal_holds h join contacts c on c.workspace_id = h.workspace_id
            and (c.id = h.contact_id or c.account_id = h.account_id)
          where h.workspace_id = ${workspaceId} and h.released_at is null
            and (c.identity_id = m.identity_id or c.email = m.to_address))`;
    case 'contacts':
      return sql`select c.id from contacts c where c.workspace_id = ${workspaceId} and c.disabled_at < ${before}
        and c.forgotten_at is null and not ${isHeld(workspaceId, 'c.id', 'c.account_id')}
        and not exists (select from contacts o where o.workspace_id = c.workspace_id and o.identity_id = c.identity_id
          and (o.disabled_at is null or ${isHeld(workspaceId, 'o.id', 'o.account_id')}))
        and not exists (select from members m where m.workspace_id = c.workspace_id and m.identity_id = c.identity_id)`;
    case 'tickets':
      return sql`select t.id from tickets t where t.workspace_id = ${workspaceId} and t.closed_at < ${before}
        and t.erased_at is null and not ${isHeld(workspaceId, 't.requester_id', 't.account_id')}`;
  }
}

/** How much each rule would take away tonight. As the system: walls would count less than there is. */
export async function dryRun(platform: Platform, workspaceId: string, rules: Rules): Promise<Record<Kind, number>> {
  return asSystem(platform.pool, workspaceId, async (db) => {
    const counts = { log_client: 0, mails: 0, contacts: 0, tickets: 0 };
    for (const kind of kinds) {
      const given = rules[kind];
      if (given === undefined) continue;
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::int as n from (${older(workspaceId, kind, given)}) x`.execute(db);
      counts[kind] = rows[0]!.n;
    }
    return counts;
  });
}

const BATCH = 200;

const take: Record<Kind, (ctx: Ctx, ids: string[]) => Promise<string[]>> = {
  async log_client(ctx, ids) {
    await eraseFromEvents(ctx, ids, 'client');
    return [];
  },
  async mails({ db, workspace }, ids) {
    await sql`update invitations set mail_id = null where workspace_id = ${workspace.id} and mail_id = any (${ids}::uuid[])`.execute(
      db,
    );
    await sql`delete from mails where workspace_id = ${workspace.id} and id = any (${ids}::uuid[])`.execute(db);
    return [];
  },
  async contacts(ctx, ids) {
    for (const id of ids) {
      const subject = await findSubject(ctx, id);
      if (!subject.forgotten) await forgetAsSystem(ctx, subject, 'anonymised', 'rule');
    }
    return [];
  },
  tickets: eraseTickets,
};

/** Every night, in every workspace that has rules: a batch a transaction, until nothing is left that is old enough. */
export const retention: Chore = {
  name: 'retention',
  at: '47 3 * * *',
  async run(platform) {
    const ids = await platform.pool.question<{ id: string }>('select id from app.workspace_ids()');
    for (const { id } of ids) await applyRules(platform, id);
  },
};

async function applyRules(platform: Platform, workspaceId: string): Promise<void> {
  const rules = await asSystem(platform.pool, workspaceId, (db) =>
    rulesOf({ db, workspace: { id: workspaceId } as Ctx['workspace'] }),
  );
  const taken: Record<string, number> = {};
  for (const kind of kinds) {
    const given = rules[kind];
    for (let count = BATCH; given !== undefined && count === BATCH; ) {
      const { files, found } = await inWorkspace(platform, workspaceId, async (ctx) => {
        const { rows } = await sql<{ id: string }>`${older(workspaceId, kind, given)} limit ${sql.lit(BATCH)}`.execute(
          ctx.db,
        );
        const ids = rows.map(({ id }) => id);
        return { files: ids.length > 0 ? await take[kind](ctx, ids) : [], found: ids.length };
      });
      for (const key of files) await platform.files.remove(key);
      count = found;
      if (found > 0) taken[kind] = (taken[kind] ?? 0) + found;
    }
  }
  if (Object.keys(taken).length === 0) return;
  await inWorkspace(platform, workspaceId, (ctx) =>
    record(ctx, retentionApplied, { subjectId: workspaceId, accountId: null, data: { taken } }),
  );
}
