import { sql } from 'kysely';
import type { CtxOf, Member } from '#platform/http/context.ts';

/** A person that a search may mean. */
export interface FoundPerson {
  id: string;
  name: string;
  email: string;
  title: string;
  photo: string | null;
  accountId: string;
  account: string;
}

const SHOWN = 6;

/** People of customers whose name or address is like the words, the most alike first; typing errors are forgiven. */
export async function findPeople(ctx: CtxOf<Member>, words: string): Promise<FoundPerson[]> {
  if (words.length < 2) return [];
  const { rows } = await sql<FoundPerson>`
    select c.id, c.name, c.email, c.title, c.photo, c.account_id as "accountId", a.name as account
    from app.similar_people(${words}) s
    join contacts c on c.workspace_id = ${ctx.workspace.id} and c.id = s.id
    join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where s.kind = 'contact' and a.archived_at is null
    order by s.likeness desc, c.name limit ${SHOWN}`.execute(ctx.db);
  return rows;
}
