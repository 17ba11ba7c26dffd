import { z } from 'zod';
import { type Given, kept } from '#platform/db/kept.ts';
import { type Flag, flags, flagsIn } from '#platform/flags.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Form } from '#platform/http/form.ts';

/** Who of an account sees what a colleague asked, from the narrowest. app.standing() is what they mean. */
export const sights = ['own', 'named', 'role', 'everyone'] as const;
export type Sight = (typeof sights)[number];

/** What holds between colleagues: who sees, whether they may answer, and which flags let somebody see by role. */
export interface Rule {
  see: Sight;
  may: 'read' | 'reply';
  flags: Flag[];
}

export const ruleFields = z.object({
  see: z.enum(sights, 'error.see'),
  may: z.enum(['read', 'reply'], 'error.may').optional().default('reply'),
});

/** The rule of a form. Flags mean something by role only, and nothing can be answered that nobody else sees. */
export const ruleOfForm = (given: z.output<typeof ruleFields>, form: Form): Rule => ({
  see: given.see,
  may: given.may,
  flags: given.see === 'role' ? [...flagsIn(form.all('flag'))] : [],
});

interface Row {
  colleagues_see: string;
  colleagues_may: string;
  colleagues_flags: string[];
}

const ruleOfRow = (row: Row): Rule => ({
  see: row.colleagues_see as Sight,
  may: row.colleagues_may as Rule['may'],
  flags: flags.filter((flag) => row.colleagues_flags.includes(flag)),
});

const columns = ['colleagues_see', 'colleagues_may', 'colleagues_flags'] as const;

/** What holds at every customer without a rule of their own, and whether their admins may make one. */
export async function usualRule(ctx: Ctx): Promise<{ usual: Rule; accountsChoose: boolean }> {
  const row = await ctx.db
    .selectFrom('workspaces')
    .select([...columns, 'accounts_choose'])
    .where('id', '=', ctx.workspace.id)
    .executeTakeFirstOrThrow();
  return { usual: ruleOfRow(row), accountsChoose: row.accounts_choose };
}

const rules = kept((by, { account }: Given<{ account: string }>) =>
  by.db
    .selectFrom('workspaces as w')
    .leftJoin('account_visibility as v', (join) =>
      join.onRef('v.workspace_id', '=', 'w.id').on('v.account_id', '=', account),
    )
    .select(['w.colleagues_see', 'w.colleagues_may', 'w.colleagues_flags', 'w.accounts_choose'])
    .select(['v.colleagues_see as ownSee', 'v.colleagues_may as ownMay', 'v.colleagues_flags as ownFlags'])
    .where('w.id', '=', by.workspace.id),
);

/** What holds at one customer: their own rule when they have one. */
export async function ruleAt(ctx: Ctx, accountId: string) {
  const row = await rules.one(ctx, { account: accountId });
  const { ownSee, ownMay, ownFlags } = row;
  const own =
    ownSee && ownMay && ownFlags
      ? ruleOfRow({ colleagues_see: ownSee, colleagues_may: ownMay, colleagues_flags: ownFlags })
      : null;
  const usual = ruleOfRow(row);
  return { usual, accountsChoose: row.accounts_choose, own, rule: own ?? usual };
}
