import { hash, randomFillSync } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { EventLeaves } from '../db/schema.gen.ts';
import type { Db } from '../db/scope.ts';
import { canonical } from './canonical.ts';
import { leafHash } from './merkle.ts';

/** All that an event says and that may never change, in the form in which it is sealed and exported. */
export interface SealedEvent {
  /** 2 when it says how the actor had signed in (`by`); what was recorded before that is sealed as 1. */
  v: 1 | 2;
  workspace: string;
  seq: number;
  id: string;
  /** To the microsecond, in UTC. */
  at: string;
  kind: string;
  audience: string;
  account: string | null;
  subject: { type: string; id: string };
  actor: { kind: string; identity: string | null; person: string | null };
  by?: { session: string | null; method: string | null };
  topics: string[];
  request: string | null;
  /** What privacy may have to remove: in the leaf they are commitments. */
  client: { ip: string | null; agent: string | null };
  data: unknown;
}

/** A part of an event that can be erased: what opens its commitment, or, once erased, the commitment alone. */
export type Opening = { salt: Buffer } | { commitment: Buffer };

export interface Openings {
  client: Opening;
  data: Opening;
}

/** A row of `event_leaves`. */
export interface Leaf {
  position: number;
  eventId: string;
  seq: number;
  hash: Buffer;
  openings: Openings;
}

/** SHA-256 of salt and value, as base64. */
export function commitmentTo(salt: Buffer, value: string): string {
  const content = Buffer.allocUnsafe(salt.length + Buffer.byteLength(value));
  content.set(salt);
  content.write(value, salt.length);
  return hash('sha256', content, 'base64');
}

/** A part that can be erased, as it is committed to: canonical JSON. */
export const spelled = {
  client: ({ client: { agent, ip } }: SealedEvent): string => JSON.stringify({ agent, ip }),
  data: ({ data }: SealedEvent): string => canonical(data),
};

/** The canonical JSON of what is hashed as the leaf. Its members stand here in their order, which is three times as fast. */
export function spelledLeaf(event: SealedEvent, client: string, data: string): string {
  const { account, actor, at, audience, by, id, kind, request, seq, subject, topics, v, workspace } = event;
  return JSON.stringify({
    account,
    actor: { identity: actor.identity, kind: actor.kind, person: actor.person },
    at,
    audience,
    // Left out of the first form: JSON has no undefined.
    by: v === 2 ? { method: by?.method ?? null, session: by?.session ?? null } : undefined,
    client,
    data,
    id,
    kind,
    request,
    seq,
    subject: { id: subject.id, type: subject.type },
    topics,
    v,
    workspace,
  });
}

/** The hash of the event as a leaf of its tree. Undefined when a part that counts as erased is there. */
export function hashOf(event: SealedEvent, openings: Openings): Buffer | undefined {
  if ('commitment' in openings.client && (event.client.ip ?? event.client.agent) !== null) return undefined;
  if ('commitment' in openings.data && Object.keys(event.data as object).length > 0) return undefined;
  const client = commitmentOf(openings.client, () => spelled.client(event));
  const data = commitmentOf(openings.data, () => spelled.data(event));
  return leafHash(spelledLeaf(event, client, data));
}

const commitmentOf = (opening: Opening, value: () => string): string =>
  'salt' in opening ? commitmentTo(opening.salt, value()) : opening.commitment.toString('base64');

/** Salts that nobody can guess, for all of these events. */
export function seal(events: readonly SealedEvent[], position: number): Leaf[] {
  const salts = randomFillSync(Buffer.alloc(events.length * 32));
  return events.map((event, index) => {
    const openings = {
      client: { salt: salts.subarray(index * 32, index * 32 + 16) },
      data: { salt: salts.subarray(index * 32 + 16, index * 32 + 32) },
    };
    return { position: position + index, eventId: event.id, seq: event.seq, hash: hashOf(event, openings)!, openings };
  });
}

interface EventRow {
  seq: number;
  id: string;
  at: string;
  kind: string;
  audience: string;
  account_id: string | null;
  subject_type: string;
  subject_id: string;
  actor_kind: string;
  actor_identity_id: string | null;
  actor_person_id: string | null;
  topics: string;
  request_id: string | null;
  ip: string | null;
  agent: string | null;
  session_id: string | null;
  method: string | null;
  data: unknown;
}

/** Events in their order: of a workspace, after one number and up to another. */
export async function eventsBetween(
  db: Db,
  workspaceId: string,
  after: number,
  upTo: number,
  limit: number,
): Promise<SealedEvent[]> {
  return eventsWhere(db, workspaceId, sql`e.seq > ${after} and e.seq <= ${upTo} order by e.seq limit ${limit}`);
}

export async function eventsWithIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<SealedEvent[]> {
  return eventsWhere(db, workspaceId, sql`e.id = any (${ids}::uuid[]) order by e.seq`);
}

async function eventsWhere(db: Db, workspaceId: string, which: ReturnType<typeof sql>): Promise<SealedEvent[]> {
  // Arrays come as JSON, which is read faster than PostgreSQL's own form of them.
  const { rows } = await sql<EventRow>`select e.seq, e.id,
      to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.kind, e.audience, e.account_id,
      e.subject_type, e.subject_id, e.actor_kind, e.actor_identity_id, e.actor_person_id, array_to_json(e.topics)::text as topics,
      e.request_id, e.ip, e.agent, e.session_id, e.method, e.data
    from events e where e.workspace_id = ${workspaceId} and ${which}`.execute(db);
  return rows.map((row) => ({
    ...formOf(row),
    workspace: workspaceId,
    seq: row.seq,
    id: row.id,
    at: row.at,
    kind: row.kind,
    audience: row.audience,
    account: row.account_id,
    subject: { type: row.subject_type, id: row.subject_id },
    actor: { kind: row.actor_kind, identity: row.actor_identity_id, person: row.actor_person_id },
    topics: JSON.parse(row.topics) as string[],
    request: row.request_id,
    client: { ip: row.ip, agent: row.agent },
    data: row.data,
  }));
}

/** Whoever takes session and method away makes an event of the first form of it, which has another hash. */
const formOf = ({ session_id: session, method }: EventRow): Pick<SealedEvent, 'v' | 'by'> =>
  session === null && method === null ? { v: 1 } : { v: 2, by: { session, method } };

/** Leaves in their order, from a position on. */
export async function leavesFrom(db: Db, workspaceId: string, position: number, limit: number): Promise<Leaf[]> {
  const rows = await db
    .selectFrom('event_leaves')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('position', '>=', position)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(leafOf);
}

/** The leaves of events with these numbers, as far as they are sealed. */
export async function leavesNumbered(db: Db, workspaceId: string, numbers: readonly number[]): Promise<Leaf[]> {
  const rows = await db
    .selectFrom('event_leaves')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('seq', '=', sql<number>`any (${numbers}::bigint[])`)
    .execute();
  return rows.map(leafOf);
}

const leafOf = (row: Selectable<EventLeaves>): Leaf => ({
  position: row.position,
  eventId: row.event_id,
  seq: row.seq,
  hash: row.hash,
  openings: {
    client: row.client_salt ? { salt: row.client_salt } : { commitment: row.client_commitment ?? Buffer.alloc(0) },
    data: row.data_salt ? { salt: row.data_salt } : { commitment: row.data_commitment ?? Buffer.alloc(0) },
  },
});
