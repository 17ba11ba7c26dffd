import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { asSystem } from '#platform/db/scope.ts';
import { alone } from '#platform/db/turns.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Chore } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { eraseFromEvents } from '#platform/seal/erase.ts';
import { mayForgetAnybody } from './access.ts';
import { retentionApplied, retentionChanged } from './events.ts';
import { forgetAsSystem } from './forget.ts';
import { beginErasing, everythingHeld, heldPeople, isHeld } from './holds.ts';
import { withSamePerson } from './same-person.ts';
import { lockSubject, type Subject } from './subject.ts';
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
  await alone(db, workspace.id, 'retention rules');
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

/** What of a kind is older than so many days, and whether a hold keeps it. */
interface Due {
  rows: RawBuilder<unknown>;
  held: RawBuilder<unknown>;
  /** Why else it stays. */
  stays?: RawBuilder<unknown>;
}

function due(workspaceId: string, kind: Kind, count: number): Due {
  const before = sql`now() - make_interval(days => ${count})`;
  switch (kind) {
    case 'log_client':
      return {
        rows: sql`select e.id, e.created_at as at from events e where e.workspace_id = ${workspaceId} and e.created_at < ${before}
          and (e.ip is not null or e.agent is not null)`,
        held: isHeld(workspaceId, 'e.actor_person_id', 'e.account_id'),
      };
    case 'mails':
      return {
        rows: sql`select m.id, m.created_at as at from mails m where m.workspace_id = ${workspaceId} and m.created_at < ${before}
          and m.state <> 'queued'`,
        held: sql`(${everythingHeld(workspaceId)}
          or coalesce(m.identity_id in (select c.identity_id from (${heldContacts(workspaceId)}) c where c.identity_id is not null), false)
          or m.to_address in (select c.email from (${heldContacts(workspaceId)}) c))`,
      };
    case 'contacts':
      return {
        rows: sql`select old.id, old.disabled_at as at from contacts old where old.workspace_id = ${workspaceId}
          and old.disabled_at < ${before} and old.forgotten_at is null`,
        held: isHeld(workspaceId, 'old.id', 'old.account_id'),
        stays: sql`exists (${whyNot(workspaceId, before, sql`c.id = old.id`)})`,
      };
    case 'tickets':
      return {
        rows: sql`select t.id, t.closed_at as at from tickets t where t.workspace_id = ${workspaceId} and t.closed_at < ${before}
          and t.erased_at is null`,
        held: sql`(${isHeld(workspaceId, 't.requester_id', 't.account_id')} or exists (select from replies r
          where r.workspace_id = t.workspace_id and r.ticket_id = t.id and r.contact_id in (${heldPeople(workspaceId)})))`,
      };
  }
}

/** Old enough and under no hold: one question for the look ahead and for the night. */
export function older(workspaceId: string, kind: Kind, count: number): RawBuilder<{ id: string; at: Date }> {
  const { rows, held, stays } = due(workspaceId, kind, count);
  return sql`${rows} and not ${stays ?? held}`;
}

/** Old enough, and kept by a hold. */
export function kept(workspaceId: string, kind: Kind, count: number): RawBuilder<{ id: string; at: Date }> {
  const { rows, held } = due(workspaceId, kind, count);
  return sql`${rows} and ${held}`;
}

/** Contacts on hold, by themselves or with their whole customer. */
const heldContacts = (workspaceId: string) => sql`select c.id, c.identity_id, c.email from contacts c
  where c.workspace_id = ${workspaceId} and (c.id in (${heldPeople(workspaceId)}) or c.account_id in (
    select h.account_id from legal_holds h where h.workspace_id = ${workspaceId} and h.released_at is null and h.account_id is not null))`;

/** Whether the row `o` of a contact lets somebody in, or will when they take up their invitation; a mere address does neither. */
const comesIn = (workspaceId: string) => sql<boolean>`(o.disabled_at is null and (o.identity_id is not null
  or exists (select from invitations v where v.workspace_id = ${workspaceId} and v.contact_id = o.id and v.accepted_at is null
    and v.revoked_at is null and v.expires_at > now())))`;

/**
 * Rows of a person for whose sake they stay as they are, whichever row of theirs is old enough: one that has access, had it until lately or is
 * invited to it just now, one that is held, one of somebody on the team. Whoever moved to another customer has left a row behind.
 */
const whyNot = (workspaceId: string, before: RawBuilder<unknown>, those: RawBuilder<unknown>) =>
  sql`with ${withSamePerson(workspaceId, those)} select from them o
    where ${comesIn(workspaceId)} or o.disabled_at >= ${before} or ${isHeld(workspaceId, 'o.id', 'o.account_id')}
      or exists (select from members m where m.workspace_id = ${workspaceId} and m.identity_id = o.identity_id)`;

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
      const subject = await lockSubject(ctx, id);
      if (subject.forgotten || (await hasAccess(ctx, subject))) continue;
      await forgetAsSystem(ctx, subject, 'anonymised', 'rule');
    }
    return [];
  },
  tickets: eraseTickets,
};

/** Somebody may have been let in again between the question and the lock. */
const hasAccess = async ({ db, workspace }: Ctx, { contacts }: Subject): Promise<boolean> => {
  const { rows } = await sql`select from contacts o where o.workspace_id = ${workspace.id}
    and o.id = any (${contacts.map(({ id }) => id)}::uuid[]) and ${comesIn(workspace.id)} limit 1`.execute(db);
  return rows.length > 0;
};

/** Every night, in every workspace that has rules: a batch a transaction, until nothing is left that is old enough. */
export const retention: Chore = {
  name: 'retention',
  at: '47 3 * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => applyRules(platform, id));
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
        await beginErasing(ctx.db, workspaceId);
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
