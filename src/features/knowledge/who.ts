import { type RawBuilder, sql } from 'kysely';
import { attributesOf, findSegment, reasonsFor, reasonTexts } from '#features/segments/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Article, Audience } from './article.ts';
import { type Category, categoriesOf } from './category.ts';

/** One thing that says who reads: the article itself, its category, the one above. */
export interface Gate {
  kind: 'article' | 'category';
  id: string;
  category?: Category;
  audience: Audience;
  /** For segments: those that open it, as the team calls them. */
  segments: { id: string; name: string; customers: number; people: number }[];
}

export interface Reach {
  gates: Gate[];
  /** Null when everybody on the internet is counted. */
  customers: number | null;
  people: number | null;
}

/** What has to be open for an article, from itself upwards. */
export async function gatesAround(ctx: Ctx, article: Article): Promise<Gate[]> {
  const categories = await categoriesOf(ctx);
  const own = categories.find(({ id }) => id === article.categoryId);
  const above = categories.find(({ id }) => id === own?.parentId);
  const gates: Gate[] = [{ kind: 'article', id: article.id, audience: article.audience, segments: [] }];
  for (const category of [own, above])
    if (category)
      gates.push({ kind: 'category', id: category.id, category, audience: category.audience, segments: [] });
  for (const gate of gates) if (gate.audience === 'segment') gate.segments = await segmentsOf(ctx, gate.kind, gate.id);
  return gates;
}

const segmentsOf = async (ctx: Ctx, kind: string, object: string): Promise<Gate['segments']> =>
  (
    await sql<Gate['segments'][number]>`select s.id, s.name, count(distinct m.account_id)::int as customers,
        count(distinct c.id)::int as people
      from segment_gates g join segments s on s.workspace_id = g.workspace_id and s.id = g.segment_id
      left join segment_accounts m on m.workspace_id = s.workspace_id and m.segment_id = s.id
      left join contacts c on c.workspace_id = m.workspace_id and c.account_id = m.account_id and c.disabled_at is null
      where g.workspace_id = ${ctx.workspace.id} and g.kind = ${kind} and g.object = ${object}
      group by s.id, s.name order by lower(s.name)`.execute(ctx.db)
  ).rows;

/** How many customers and people read it, as far as whoever asks sees customers. */
export async function reachOf(ctx: Ctx, article: Article): Promise<Reach> {
  const gates = await gatesAround(ctx, article);
  if (article.readers === 'public' && (await isForEverybody(ctx))) return { gates, customers: null, people: null };
  if (article.readers === 'member') return { gates, customers: 0, people: 0 };
  const { rows } = await sql<{ customers: number; people: number }>`select count(distinct a.id)::int as customers,
      count(distinct c.id)::int as people
    from accounts a left join contacts c on c.workspace_id = a.workspace_id and c.account_id = a.id and c.disabled_at is null
    where a.workspace_id = ${ctx.workspace.id} and a.archived_at is null and not ${closedFor(sql`a.id`)}
      and ${opensFor(gates)}`.execute(ctx.db);
  return { gates, ...rows[0]! };
}

/** Whether whoever is not signed in reads anything at all (help/settings.ts). */
async function isForEverybody(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select help_readers = 'everybody' as yes from workspaces
    where id = ${ctx.workspace.id}`.execute(ctx.db);
  return rows[0]?.yes ?? false;
}

/** The whole room may be closed for a customer, whatever stands in it. */
const closedFor = (account: RawBuilder<unknown>) => sql<boolean>`'help' = any (app.shut_for(${account}, 'room'))`;

/** Whether all gates are open for account `a`. */
const opensFor = (gates: readonly Gate[]) => {
  const asked = gates.filter(({ audience }) => audience === 'segment');
  if (asked.length === 0) return sql<boolean>`true`;
  return sql<boolean>`${sql.join(
    asked.map(
      ({
        segments,
      }) => sql`exists (select from segment_accounts m where m.workspace_id = a.workspace_id and m.account_id = a.id
        and m.segment_id = any (${segments.map(({ id }) => id)}::uuid[]))`,
    ),
    sql` and `,
  )}`;
};

export interface Checked {
  name: string;
  account: string;
  accountId: string;
  can: boolean;
  /** They cannot come in any more, or their customer has no help center; outside is who reads it all the same, as the whole world does. */
  out: 'ended' | 'closed' | 'outside' | undefined;
  /** The gate that is shut for them. */
  shut: Gate | undefined;
  /** Why they are in a segment, or not, one reason a line. */
  reasons: string[];
}

/** People to look up: whose name or address it is. */
export const peopleNamed = (ctx: Ctx, query: string, limit = 6) =>
  ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'a.name as account'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.disabled_at', 'is', null)
    .where('a.archived_at', 'is', null)
    .$if(query !== '', (found) =>
      found.where((c) => {
        const like = `%${query.replaceAll(/[\\%_]/g, '\\$&')}%`;
        return c.or([c('c.name', 'ilike', like), c('c.email', 'ilike', like)]);
      }),
    )
    .orderBy('c.name')
    .limit(limit)
    .execute();

/** Whether one person reads it, and what decides. */
export async function check(ctx: Ctx, article: Article, contactId: string): Promise<Checked | undefined> {
  const person = isId(contactId)
    ? await ctx.db
        .selectFrom('contacts as c')
        .innerJoin('accounts as a', (join) =>
          join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
        )
        .select(['c.name', 'a.name as account', 'a.id as accountId'])
        .select([
          sql<boolean>`c.disabled_at is not null or a.archived_at is not null`.as('ended'),
          closedFor(sql`a.id`).as('closed'),
        ])
        .where('c.workspace_id', '=', ctx.workspace.id)
        .where('c.id', '=', contactId)
        .executeTakeFirst()
    : undefined;
  if (!person) return undefined;
  const gates = await gatesAround(ctx, article);
  const member = gates.find(({ audience }) => audience === 'member');
  const inside = new Set(
    (
      await ctx.db
        .selectFrom('segment_accounts')
        .select('segment_id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('account_id', '=', person.accountId)
        .execute()
    ).map((row) => row.segment_id),
  );
  const shut =
    member ?? gates.find((gate) => gate.audience === 'segment' && !gate.segments.some(({ id }) => inside.has(id)));
  const told = shut ?? gates.find(({ audience }) => audience === 'segment');
  const segment = told?.segments.find(({ id }) => (shut ? true : inside.has(id)));
  const outside = article.readers === 'public' && (await isForEverybody(ctx));
  const out = person.ended ? 'ended' : person.closed ? 'closed' : undefined;
  const { name, account, accountId } = person;
  return {
    name,
    account,
    accountId,
    out: out && outside ? 'outside' : out,
    can: !shut && (!out || outside),
    shut,
    reasons: segment ? await reasonsIn(ctx, segment.id, person.accountId) : [],
  };
}

/** Why a customer is in a segment, or is not, in the reader's words. */
async function reasonsIn(ctx: Ctx, segmentId: string, accountId: string): Promise<string[]> {
  const [segment, attributes] = await Promise.all([findSegment(ctx, segmentId), attributesOf(ctx, 'account')]);
  const reasons = await reasonsFor(ctx, segment, [accountId], attributes);
  return reasons.flatMap((reason) => reasonTexts({ reader: ctx.reader, segment, reason, attributes }));
}
