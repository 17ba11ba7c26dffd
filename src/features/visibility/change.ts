import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayChooseFor, mayChooseOwn, mayChooseUsual } from './access.ts';
import { accountRuleChanged, usualRuleChanged } from './events.ts';
import { type Rule, ruleAt, usualRule } from './rule.ts';

const columnsOf = (rule: Rule) => ({
  colleagues_see: rule.see,
  colleagues_may: rule.may,
  colleagues_flags: rule.flags,
});

/** What holds at every customer without a rule of their own. Returns whether anything became different. */
export async function changeUsual(ctx: CtxOf<Member>, rule: Rule, accountsChoose: boolean): Promise<boolean> {
  demand(mayChooseUsual(ctx.actor));
  const before = await usualRule(ctx);
  const changes = changed({ ...before.usual, accountsChoose: before.accountsChoose }, { ...rule, accountsChoose });
  if (Object.keys(changes).length === 0) return false;
  await ctx.db
    .updateTable('workspaces')
    .set({ ...columnsOf(rule), accounts_choose: accountsChoose })
    .where('id', '=', ctx.workspace.id)
    .execute();
  await record(ctx, usualRuleChanged, { subjectId: ctx.workspace.id, accountId: null, data: { changes } });
  return true;
}

/** One customer's own rule, or none: then what holds at every customer holds there. From now on, for every ticket they have. */
export async function changeAt(ctx: CtxOf<Contact | Member>, accountId: string, rule: Rule | null): Promise<boolean> {
  const { own, accountsChoose } = await ruleAt(ctx, accountId);
  demand(mayChooseFor(ctx.actor) || (mayChooseOwn(ctx.actor, accountsChoose) && isOwn(ctx, accountId)));
  const changes = changed(told(own), told(rule));
  if (Object.keys(changes).length === 0) return false;
  const key = { workspace_id: ctx.workspace.id, account_id: accountId };
  if (rule) {
    const values = { ...columnsOf(rule), changed_at: ctx.now };
    await ctx.db
      .insertInto('account_visibility')
      .values({ ...key, ...values })
      .onConflict((same) => same.columns(['workspace_id', 'account_id']).doUpdateSet(values))
      .execute();
  } else {
    await ctx.db
      .deleteFrom('account_visibility')
      .where('workspace_id', '=', key.workspace_id)
      .where('account_id', '=', accountId)
      .execute();
  }
  await record(ctx, accountRuleChanged, { subjectId: accountId, accountId, data: { changes } });
  return true;
}

const isOwn = ({ actor }: Ctx, accountId: string) => actor.kind === 'contact' && actor.accountId === accountId;

const told = (rule: Rule | null) => rule ?? { see: 'usual', may: null, flags: [] };
