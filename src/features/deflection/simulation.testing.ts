import { createHash } from 'node:crypto';
import { newId } from '#platform/db/ids.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';
import { type Arm, armOf } from './arm.ts';
import type { Counts } from './figures.ts';

/** How people behave: chances of sending a ticket, of reading an article, of coming back with the same. */
export interface Behaviour {
  sends: Record<Arm, number>;
  reads: number;
  returns: number;
}

/** An article spares a ticket to 12 of 100: 60 of 100 write without one, 48 with one. */
export const HELPFUL: Behaviour = { sends: { shown: 0.35, held_out: 0.5 }, reads: 0.6, returns: 0.2 };
/** Articles are read and spare nothing. */
export const USELESS: Behaviour = { ...HELPFUL, sends: { shown: 0.5, held_out: 0.5 } };

const wrote = ({ sends, returns }: Behaviour, arm: Arm): number => sends[arm] + (1 - sends[arm]) * returns;
/** What is true, whatever is counted. */
export const effectOf = (how: Behaviour): number => wrote(how, 'held_out') - wrote(how, 'shown');

export interface Person {
  arm: Arm;
  read: boolean;
  sent: boolean;
  cameBack: boolean;
}

/** Chance that comes out the same every time. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NOW = new Date('2026-06-01T12:00:00Z');

/** People of one portal, drawn into arms as its pages draw them. */
export function drawn(many: number, heldOut: number): Arm[] {
  const key = createHash('sha256').update('a portal').digest();
  return Array.from({ length: many }, (_, n) => armOf(key, `person ${n}`, NOW, heldOut));
}

/** What so many of them do, picked by chance. */
export function peopleOf(run: number, many: number, arms: Arm[], how: Behaviour): Person[] {
  const next = chance(run + 1);
  return Array.from({ length: many }, () => {
    const arm = arms[Math.floor(next() * arms.length)]!;
    const read = arm === 'shown' && next() < how.reads;
    const sent = next() < how.sends[arm];
    return { arm, read, sent, cameBack: !sent && next() < how.returns };
  });
}

/** As the page counts them. */
export function countsOf(people: Person[]): Pick<Counts, 'shown' | 'heldOut' | 'readers'> {
  const side = (arm: Arm) => {
    const all = people.filter((one) => one.arm === arm);
    return { n: all.filter((one) => one.sent || one.cameBack).length, of: all.length };
  };
  const readers = people.filter(({ read, sent }) => read && !sent).length;
  return { shown: side('shown'), heldOut: side('held_out'), readers };
}

const DAY_MS = 86_400_000;

const today = Date.now();

/** The day on which a run begins to write: each has one of its own, long ago. */
export const dayOf = (run: number): string => new Date(today - (60 + run) * DAY_MS).toISOString().slice(0, 10);

/** Writes the sessions of many runs down, as those who wrote them would have left them. */
export async function writeDown(portal: TestPortal, world: World, runs: Person[][]): Promise<void> {
  const many = Math.max(...runs.map((people) => people.length));
  const contacts = Array.from({ length: many }, () => newId());
  await peek(
    portal.database,
    `insert into contacts (workspace_id, id, account_id, name, email, role)
       select $1, id, $2, 'Somebody', id::text || '@example.org', 'contributor' from unnest($3::uuid[]) id`,
    [world.workspaceId, world.accountId, contacts],
  );
  const rows = runs.flatMap((people, run) =>
    people.map(({ arm, read, sent, cameBack }, n) => ({
      id: newId(),
      contact: contacts[n],
      arm,
      opened: read ? '{01900000-0000-7000-8000-000000000001}' : '{}',
      outcome: sent ? 'sent' : 'left',
      raised: cameBack,
      at: `${dayOf(run)}T12:00:00Z`,
    })),
  );
  await peek(
    portal.database,
    `insert into deflection_sessions
       (workspace_id, id, account_id, contact_id, arm, suggested, opened, outcome, raised_at, begun_at, last_at, ended_at)
     select $1, r.id, $2, r.contact, r.arm, '{01900000-0000-7000-8000-000000000001}', r.opened::uuid[], r.outcome,
       case when r.raised then r.at + interval '2 days' end, r.at, r.at, r.at
     from jsonb_to_recordset($3) as r (id uuid, contact uuid, arm text, opened text, outcome text, raised boolean, at timestamptz)`,
    [world.workspaceId, world.accountId, JSON.stringify(rows)],
  );
}
