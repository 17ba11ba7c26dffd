import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Difference } from './differences.ts';

interface Row {
  id: string;
  account: string;
  from: unknown;
  to: unknown;
}

const FACTS = [
  {
    table: 'accounts',
    kind: 'account',
    account: 'id',
    columns: ['name', 'plan', 'place', 'phone', 'website', 'reference'],
  },
  { table: 'contacts', kind: 'contact', account: 'account_id', columns: ['name', 'title', 'phone'] },
] as const;

/** Columns that still hold what the import wrote get back what they held. Returns what that changed. */
export async function giveBack(ctx: Ctx, importId: string): Promise<Difference[]> {
  const given = new Map<string, Difference>();
  const note = (kind: Difference['kind'], fact: string, rows: readonly Row[]) => {
    for (const { id, account, from, to } of rows) {
      const one = given.get(id) ?? { kind, id, accountId: account, was: {}, became: {} };
      one.was[fact] = from;
      one.became[fact] = to;
      given.set(id, one);
    }
  };
  const its = (
    kind: string,
  ) => sql`m.workspace_id = ${ctx.workspace.id} and m.import_id = ${importId} and m.kind = ${kind}
    and not m.made and m.held_at is null and t.workspace_id = m.workspace_id and t.id = m.subject_id`;
  for (const { table, kind, account, columns } of FACTS) {
    for (const column of columns) {
      const { rows } = await sql<Row>`update ${sql.table(table)} t set ${sql.ref(column)} = m.was ->> ${column}
        from import_marks m where ${its(kind)} and m.was ? ${column}
          and ${sql.ref(`t.${column}`)} = m.became ->> ${column}
        returning t.id, t.${sql.ref(account)} as account, m.became ->> ${column} as "from", m.was ->> ${column} as "to"`.execute(
        ctx.db,
      );
      note(kind, column, rows);
    }
  }
  const { rows } =
    await sql<Row>`update contacts t set flags = array(select was.flag from jsonb_array_elements_text(m.was -> 'flags') as was (flag)
      -- Somebody else may have been made the first contact since: there is one.
      where was.flag <> 'primary' or not exists (select from contacts o where o.workspace_id = t.workspace_id
        and o.account_id = t.account_id and o.id <> t.id and 'primary' = any (o.flags)))
    from import_marks m where ${its('contact')} and m.was ? 'flags' and to_jsonb(t.flags) = m.became -> 'flags'
    returning t.id, t.account_id as account, m.became -> 'flags' as "from", to_jsonb(t.flags) as "to"`.execute(ctx.db);
  note('contact', 'flags', rows);
  return [...given.values()];
}
