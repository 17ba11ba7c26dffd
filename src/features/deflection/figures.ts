import { type RawBuilder, sql } from 'kysely';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { type Filter, momentsOf, type Selection } from './filter.ts';
import { difference, type Share, type Standing, standingOf } from './interval.ts';
import { type Rules, rulesOf } from './rules.ts';
import { IDLE_MS } from './session.ts';

const DAY_MS = 86_400_000;

/** People, each with the first session of theirs that something was found for: one person, one try. */
export interface Counts {
  shown: Share;
  heldOut: Share;
  /** They opened an article and sent nothing in that session: what others call deflected. */
  readers: number;
  /** They said that an article solved it. */
  solved: number;
  /** They had ended without a ticket, and raised it again. */
  takenBack: number;
  /** Their days to come back are not over: they count for nothing yet. */
  waiting: number;
}

export interface Figures extends Counts {
  rules: Rules;
  /** From when on is counted: later than was asked when the rules have changed since. */
  from: Date | null;
  standing: Standing;
  /** People who would have written, had nobody been shown anything; null when one side is empty. */
  spared: { estimate: number; low: number; high: number } | null;
}

/** What the counts say. */
export function resultOf({ shown, heldOut }: Pick<Counts, 'shown' | 'heldOut'>): Pick<Figures, 'standing' | 'spared'> {
  const standing = standingOf(heldOut, shown);
  if (shown.of === 0 || heldOut.of === 0) return { standing, spared: null };
  const { estimate, low, high } = difference(heldOut, shown);
  return { standing, spared: { estimate: estimate * shown.of, low: low * shown.of, high: high * shown.of } };
}

/** So often is a customer's person moved at most, as far as is counted: a circle ends as well. */
const MOVES = 20;

/** A login is one person, at however many customers, and at all that they were moved from. */
const PERSON = sql`coalesce(p.identity_id, case when p.continues_as is not null then (
  with recursive moved as (
    select m.id, m.identity_id, m.continues_as, 1 as n from contacts m where m.workspace_id = s.workspace_id and m.id = p.continues_as
    union all select m.id, m.identity_id, m.continues_as, b.n + 1 from moved b
      join contacts m on m.workspace_id = s.workspace_id and m.id = b.continues_as where b.n < ${sql.lit(MOVES)})
  select coalesce(identity_id, id) from moved order by n desc limit 1) end, s.contact_id)`;

/** The people a filter means, as rows of `deflection_sessions` with `settled` and `wrote`. */
export function triesOf(ctx: CtxOf<Member>, filter: Filter, rules: Rules): RawBuilder<unknown> {
  const { from, to } = spanOf(ctx, filter, rules);
  const over = new Date(ctx.now.getTime() - rules.days * DAY_MS - IDLE_MS);
  const inSegment = filter.segment
    ? sql`and exists (select from segment_accounts m where m.workspace_id = s.workspace_id
        and m.segment_id = ${filter.segment} and m.account_id = s.account_id)`
    : sql``;
  return sql`select distinct on (${PERSON}) s.*, s.begun_at < ${over} as settled,
      s.outcome is not distinct from 'sent' or s.raised_at is not null as wrote
    from deflection_sessions s
    left join contacts p on p.workspace_id = s.workspace_id and p.id = s.contact_id
    where s.workspace_id = ${ctx.workspace.id} and cardinality(s.suggested) > 0
      ${from ? sql`and s.begun_at >= ${from}` : sql``} ${to ? sql`and s.begun_at < ${to}` : sql``} ${inSegment}
    order by ${PERSON}, s.begun_at, s.id`;
}

/** What is asked for, and not before the rules that hold. */
function spanOf(ctx: CtxOf<Member>, filter: Filter, { since }: Rules): { from: Date | null; to: Date | null } {
  const { from, to } = momentsOf(ctx.reader, filter);
  return { from: since && (!from || since > from) ? since : from, to };
}

/** Which of them stand behind a number. */
export const behind: Record<Selection, RawBuilder<boolean>> = {
  shown: sql`t.settled and t.arm = 'shown'`,
  'shown-wrote': sql`t.settled and t.arm = 'shown' and t.wrote`,
  'held-out': sql`t.settled and t.arm = 'held_out'`,
  'held-out-wrote': sql`t.settled and t.arm = 'held_out' and t.wrote`,
  readers: sql`t.settled and t.arm = 'shown' and cardinality(t.opened) > 0 and t.outcome is distinct from 'sent'`,
  solved: sql`t.settled and t.outcome is not distinct from 'solved'`,
  'taken-back': sql`t.settled and t.raised_at is not null`,
  waiting: sql`not t.settled`,
  all: sql`true`,
};

export async function figuresOf(ctx: CtxOf<Member>, filter: Filter): Promise<Figures> {
  const rules = await rulesOf(ctx);
  const count = (which: Selection) => sql`(count(*) filter (where ${behind[which]}))::int`;
  const { rows } = await sql<Record<Selection, number>>`
    select ${count('shown')} as shown, ${count('shown-wrote')} as "shown-wrote", ${count('held-out')} as "held-out",
      ${count('held-out-wrote')} as "held-out-wrote", ${count('readers')} as readers, ${count('solved')} as solved,
      ${count('taken-back')} as "taken-back", ${count('waiting')} as waiting
    from (${triesOf(ctx, filter, rules)}) t`.execute(ctx.db);
  const n = rows[0]!;
  const counts: Counts = {
    shown: { n: n['shown-wrote'], of: n.shown },
    heldOut: { n: n['held-out-wrote'], of: n['held-out'] },
    readers: n.readers,
    solved: n.solved,
    takenBack: n['taken-back'],
    waiting: n.waiting,
  };
  return { ...counts, rules, from: spanOf(ctx, filter, rules).from, ...resultOf(counts) };
}
