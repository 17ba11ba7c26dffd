import type pg from 'pg';

/** A statement of somebody who may do everything; $1 is the workspace. */
export type On = (statement: string, values?: unknown[]) => Promise<pg.QueryResult>;

/** Numbers that look random and are the same in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export interface Row {
  id: string;
  seq: number;
}

export interface Tampering {
  what: string;
  /** Changes the log and says which event has to be named, and how. */
  act: (on: On, rows: Row[], roll: (sides: number) => number) => Promise<Expected>;
}

export interface Expected {
  id?: string;
  what: string | RegExp;
}

/** How each column is changed into something else of its kind. */
const COLUMNS: [string, string][] = [
  ['kind', "kind || 'x'"],
  ['audience', "case audience when 'team' then 'customer' else 'team' end"],
  ['account_id', 'gen_random_uuid()'],
  ['subject_type', "'invoice'"],
  ['subject_id', 'gen_random_uuid()'],
  ['actor_kind', "case actor_kind when 'system' then 'member' else 'system' end"],
  ['actor_identity_id', 'gen_random_uuid()'],
  ['actor_person_id', 'gen_random_uuid()'],
  ['data', `data || '{"number": -1}'`],
  ['data', "'{}'"],
  ['topics', "array_append(topics, 'x')"],
  ['request_id', 'null'],
  ['ip', "'203.0.113.7'"],
  ['ip', 'null'],
  ['session_id', 'gen_random_uuid()'],
  ['method', "coalesce(method, '') || 'x'"],
  ['agent', "agent || ' '"],
  ['created_at', "created_at + interval '1 microsecond'"],
  ['id', 'gen_random_uuid()'],
];

const pick = (rows: Row[], roll: (sides: number) => number): Row => rows[roll(rows.length)]!;

export const TAMPERINGS: Tampering[] = [
  ...COLUMNS.map(
    ([column, value]): Tampering => ({
      what: `change ${column}`,
      async act(on, rows, roll) {
        const row = pick(rows, roll);
        await on(`update events set ${column} = ${value} where workspace_id = $1 and id = $2`, [row.id]);
        return { id: row.id, what: 'changed' };
      },
    }),
  ),
  {
    what: 'delete an event',
    async act(on, rows, roll) {
      const row = pick(rows, roll);
      await on('delete from events where workspace_id = $1 and id = $2', [row.id]);
      return { id: row.id, what: 'missing' };
    },
  },
  {
    what: 'delete several',
    async act(on, rows, roll) {
      const first = roll(rows.length - 5);
      await on('delete from events where workspace_id = $1 and seq between $2 and $3', [
        rows[first]!.seq,
        rows[first + 4]!.seq,
      ]);
      return { id: rows[first]!.id, what: 'missing' };
    },
  },
  {
    what: 'move an event to another workspace',
    async act(on, rows, roll) {
      const row = pick(rows, roll);
      await on('update events set workspace_id = gen_random_uuid() where workspace_id = $1 and id = $2', [row.id]);
      return { id: row.id, what: 'missing' };
    },
  },
  {
    what: 'insert one in the middle',
    async act(on, rows, roll) {
      const row = rows[roll(47) * 5 + 4]!;
      const { rows: made } = await on(
        `insert into events (workspace_id, id, seq, kind, audience, subject_type, subject_id, actor_kind)
         values ($1, gen_random_uuid(), $2, 'forged', 'team', 'ticket', gen_random_uuid(), 'system') returning id`,
        [row.seq + 1],
      );
      return { id: made[0].id as string, what: 'inserted' };
    },
  },
  {
    what: 'insert one before the first',
    async act(on) {
      const { rows: made } =
        await on(`insert into events (workspace_id, id, seq, kind, audience, subject_type, subject_id, actor_kind)
         values ($1, gen_random_uuid(), -5, 'forged', 'team', 'ticket', gen_random_uuid(), 'system') returning id`);
      return { id: made[0].id as string, what: 'inserted' };
    },
  },
  {
    what: 'swap two events',
    async act(on, rows, roll) {
      const a = roll(rows.length - 1);
      const b = a + 1 + roll(rows.length - a - 1);
      const swap = 'update events set seq = $3 where workspace_id = $1 and id = $2';
      await on(swap, [rows[a]!.id, -1]);
      await on(swap, [rows[b]!.id, rows[a]!.seq]);
      await on(swap, [rows[a]!.id, rows[b]!.seq]);
      return { id: rows[a]!.id, what: 'reordered' };
    },
  },
  {
    what: 'move an event to the end',
    async act(on, rows, roll) {
      const row = pick(rows, roll);
      await on('update events set seq = seq + 1000000 where workspace_id = $1 and id = $2', [row.id]);
      return { id: row.id, what: 'reordered' };
    },
  },
  {
    what: 'swap the contents of two events',
    async act(on, rows, roll) {
      const a = roll(rows.length - 1);
      const swap = 'update events set id = $3 where workspace_id = $1 and id = $2';
      const spare = '00000000-0000-7000-8000-000000000000';
      await on(swap, [rows[a]!.id, spare]);
      await on(swap, [rows[a + 1]!.id, rows[a]!.id]);
      await on(swap, [spare, rows[a + 1]!.id]);
      return { what: /changed|reordered/ };
    },
  },
  {
    what: 'change what was noted of one',
    async act(on, rows, roll) {
      const row = pick(rows, roll);
      const column = [
        'hash = sha256(hash)',
        "client_salt = decode(repeat('ab', 16), 'hex')",
        'event_id = gen_random_uuid()',
        'seq = seq + 1000000',
      ];
      await on(`update event_leaves set ${column[roll(column.length)]} where workspace_id = $1 and event_id = $2`, [
        row.id,
      ]);
      return { id: row.id, what: 'changed' };
    },
  },
  {
    what: 'delete what was noted of one',
    async act(on, rows, roll) {
      const row = pick(rows, roll);
      await on('delete from event_leaves where workspace_id = $1 and event_id = $2', [row.id]);
      return { id: row.id, what: 'missing' };
    },
  },
  {
    what: 'delete an event and what was noted of it',
    async act(on, rows, roll) {
      const at = roll(rows.length - 1);
      await on('delete from events where workspace_id = $1 and id = $2', [rows[at]!.id]);
      await on('delete from event_leaves where workspace_id = $1 and event_id = $2', [rows[at]!.id]);
      return { id: rows[at + 1]!.id, what: 'missing' };
    },
  },
  {
    what: 'take away the newest seals with all that is under them',
    async act(on, rows, roll) {
      const keep = 1 + roll(5);
      const last = rows[keep * 40 - 1]!;
      await on('delete from seals where workspace_id = $1 and size > $2', [keep * 40]);
      await on('delete from event_leaves where workspace_id = $1 and seq > $2', [last.seq]);
      await on('delete from events where workspace_id = $1 and seq > $2', [last.seq]);
      return { what: 'missing' };
    },
  },
  {
    what: 'change or take away a seal',
    async act(on, _rows, roll) {
      const size = 40 * (1 + roll(6));
      const ways = [
        'update seals set root = sha256(root) where workspace_id = $1 and size = $2',
        "update seals set checkpoint = replace(checkpoint, '—', '-') where workspace_id = $1 and size = $2",
        'update seals s set checkpoint = (select o.checkpoint from seals o where o.workspace_id = $1 and o.size <> $2 limit 1) where s.workspace_id = $1 and s.size = $2',
        'delete from seals where workspace_id = $1 and size = $2',
      ];
      await on(ways[roll(ways.length)]!, [size]);
      return { what: /changed|missing|inserted/ };
    },
  },
];
