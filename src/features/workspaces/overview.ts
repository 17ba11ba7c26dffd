import { sql } from 'kysely';
import type { CtxOf, Member } from '#platform/http/context.ts';

/** One business in this installation: figures about it, nothing of what is in it. */
export interface WorkspaceFigures {
  id: string;
  name: string;
  /** The primary one first. */
  hosts: string[];
  accounts: number;
  contacts: number;
  tickets: number;
  activeAt: Date | null;
  createdAt: Date;
  closedAt: Date | null;
}

export interface Health {
  databaseVersion: string;
  databaseBytes: number;
  connections: number;
  jobsWaiting: number;
  jobsRunning: number;
  /** Waiting for more than a minute past their time. */
  jobsLate: number;
  /** Given up after their last attempt. */
  jobsFailed: number;
  /** Worker processes seen within thirty seconds. */
  workers: number;
  /** Of the last seven days. */
  mailsQueued: number;
  mailsSent: number;
  mailsKept: number;
  mailsFailed: number;
}

/** The database answers only to the installation's own team; anybody else gets no rows. */
export async function workspaceFigures(ctx: CtxOf<Member>): Promise<WorkspaceFigures[]> {
  const { rows } = await sql<WorkspaceFigures>`
    select id, name, hosts, accounts, contacts, tickets, active_at as "activeAt", created_at as "createdAt",
      closed_at as "closedAt"
    from app.installation_workspaces()`.execute(ctx.db);
  return rows;
}

export async function health(ctx: CtxOf<Member>): Promise<Health | null> {
  const { rows } = await sql<Health>`
    select database_version as "databaseVersion", database_bytes as "databaseBytes", connections,
      jobs_waiting as "jobsWaiting", jobs_running as "jobsRunning", jobs_late as "jobsLate", jobs_failed as "jobsFailed",
      workers, mails_queued as "mailsQueued", mails_sent as "mailsSent", mails_kept as "mailsKept",
      mails_failed as "mailsFailed"
    from app.installation_health()`.execute(ctx.db);
  return rows[0] ?? null;
}
