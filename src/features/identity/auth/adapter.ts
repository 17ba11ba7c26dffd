import { createAdapterFactory } from 'better-auth/adapters';
import { type RawBuilder, sql } from 'kysely';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { currentFrame, type Frame } from './frame.ts';

type Row = Record<string, unknown>;
interface Condition {
  field: string;
  operator?: string;
  value: unknown;
  connector?: string;
}

const TABLES = new Set(['identities', 'sessions', 'credentials', 'verifications']);
const COMPARISONS: Record<string, string> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/**
 * How better-auth reads and writes: always in the transaction of the caller, always in its workspace (named in the query
 * besides row-level security). Session tokens are hashed on the way in; a session that is deleted is kept as revoked, and
 * a revoked one is not found again. What the engine does not use today is refused, not guessed.
 */
export const scopedAdapter = createAdapterFactory({
  config: {
    adapterId: 'portico',
    adapterName: 'Portico',
    supportsNumericIds: false,
    supportsUUIDs: true,
    supportsJSON: false,
    transaction: false,
  },
  adapter: ({ getFieldName }) => ({
    create: async <T extends Row>({ model, data }: { model: string; data: T }) => {
      const frame = currentFrame();
      // The engine's own tokens are of letters and digits, 190 bits; ours have 256.
      const given = model === 'sessions' ? { ...data, token_hash: randomToken() } : data;
      const row = { ...hashed(model, given), ...ours(model, frame), workspace_id: frame.workspaceId };
      const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
      const values = sql.join(Object.values(row));
      const [made] = await run(sql`insert into ${table(model)} (${columns}) values (${values}) returning *`);
      // The caller gets the token itself back, once: the table has only its hash.
      return { ...made, ...(model === 'sessions' ? { token_hash: given.token_hash } : {}) } as T;
    },
    update: async <T>({ model, where, update }: { model: string; where: Condition[]; update: T }) => {
      const rows = await change(model, where, update as Row);
      return (rows[0] ?? null) as T | null;
    },
    updateMany: async ({ model, where, update }: { model: string; where: Condition[]; update: Row }) =>
      (await change(model, where, update)).length,
    findOne: async <T>({ model, where }: { model: string; where: Condition[] }) => {
      const [row] = await run(sql`select * from ${table(model)} where ${matching(model, where)} limit 1`);
      return (row ?? null) as T | null;
    },
    findMany: async <T>({ model, where, limit, offset, sortBy }: FindMany) => {
      const direction = sortBy?.direction === 'desc' ? sql`desc` : sql`asc`;
      const order = sql`order by ${sql.ref(getFieldName({ model, field: sortBy?.field ?? 'id' }))} ${direction}`;
      const range = sql`limit ${limit} offset ${offset ?? 0}`;
      return (await run(
        sql`select * from ${table(model)} where ${matching(model, where ?? [])} ${order} ${range}`,
      )) as T[];
    },
    delete: async ({ model, where }: { model: string; where: Condition[] }) => {
      await remove(model, where);
    },
    deleteMany: async ({ model, where }: { model: string; where: Condition[] }) => (await remove(model, where)).length,
    consumeOne: async <T>({ model, where }: { model: string; where: Condition[] }) => {
      if (model === 'sessions') throw refused('consuming a session');
      // Of many at once exactly one gets the row: the others wait for its transaction and then find nothing.
      const one = sql`select id from ${table(model)} where ${matching(model, where)} limit 1 for update`;
      const [row] = await run(
        sql`delete from ${table(model)} where workspace_id = ${currentFrame().workspaceId} and id in (${one}) returning *`,
      );
      return (row ?? null) as T | null;
    },
    count: async ({ model, where }: { model: string; where?: Condition[] }) => {
      const [row] = await run(
        sql`select count(*)::int as n from ${table(model)} where ${matching(model, where ?? [])}`,
      );
      return (row as { n: number }).n;
    },
  }),
});

interface FindMany {
  model: string;
  where?: Condition[];
  limit: number;
  offset?: number;
  sortBy?: { field: string; direction: 'asc' | 'desc' };
}

async function run(query: RawBuilder<unknown>): Promise<Row[]> {
  return (await query.execute(currentFrame().db)).rows as Row[];
}

function change(model: string, where: Condition[], update: Row): Promise<Row[]> {
  const set = sql.join(
    Object.entries(hashed(model, update)).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
  );
  return run(sql`update ${table(model)} set ${set} where ${matching(model, where)} returning *`);
}

function remove(model: string, where: Condition[]): Promise<Row[]> {
  return model === 'sessions'
    ? change(model, where, { revoked_at: new Date() })
    : run(sql`delete from ${table(model)} where ${matching(model, where)} returning id`);
}

function table(model: string) {
  if (!TABLES.has(model)) throw refused(`the table ${model}`);
  return sql.table(model);
}

function matching(model: string, where: Condition[]) {
  const conditions = where.map((condition) => compare(hashedCondition(model, condition)));
  const alive = model === 'sessions' ? [sql`revoked_at is null`] : [];
  return sql.join([sql`workspace_id = ${currentFrame().workspaceId}`, ...conditions, ...alive], sql` and `);
}

function compare({ field, operator = 'eq', value, connector }: Condition) {
  if (connector === 'OR') throw refused('a condition with OR');
  const column = sql.ref(field);
  if (value === null) return operator === 'eq' ? sql`${column} is null` : sql`${column} is not null`;
  if (operator === 'in') return sql`${column} in (${sql.join(value as unknown[])})`;
  const sign = COMPARISONS[operator];
  if (!sign) throw refused(`the comparison ${operator}`);
  return sql`${column} ${sql.raw(sign)} ${value}`;
}

function hashed(model: string, row: Row): Row {
  return model === 'sessions' && 'token_hash' in row ? { ...row, token_hash: sha256Hex(String(row.token_hash)) } : row;
}

function hashedCondition(model: string, condition: Condition): Condition {
  if (model !== 'sessions' || condition.field !== 'token_hash') return condition;
  const { value } = condition;
  const hash = (token: unknown) => sha256Hex(String(token));
  return { ...condition, value: Array.isArray(value) ? value.map(hash) : hash(value) };
}

/** What the engine knows nothing of, and we do. */
function ours(model: string, { session, link }: Frame): Row {
  if (model === 'sessions') {
    const { method, ip, agent, accountId } = session;
    return { method, ip, agent: agent.slice(0, 300), account_id: accountId ?? null };
  }
  return model === 'verifications' && link ? { identity_id: link.identityId, agent: link.agent.slice(0, 300) } : {};
}

const refused = (what: string): Error => new Error(`the sign-in engine asked for something it may not have: ${what}`);
