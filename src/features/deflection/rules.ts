import { z } from 'zod';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { may } from '#platform/rights.ts';
import { deflectionRulesChanged } from './events.ts';

export interface Rules {
  /** How many of a hundred people see no suggestions. */
  heldOut: number;
  /** Who raises a topic again within so many days was not helped. */
  days: number;
  /** Sessions are counted together from here on; null from the first one. */
  since: Date | null;
}

export const DEFAULTS: Rules = { heldOut: 10, days: 7, since: null };
export const LEAST = 2;
export const MOST = 50;
export const MOST_DAYS = 60;

export const mayRule = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'settings.manage');

const whole = (least: number, most: number, key: string) =>
  z
    .string(key)
    .trim()
    .regex(/^\d{1,4}$/, key)
    .transform(Number)
    .refine((n) => n >= least && n <= most, key);

export const ruleFields = z.object({
  held_out: whole(LEAST, MOST, 'error.heldOut'),
  days: whole(1, MOST_DAYS, 'error.days'),
});

export async function rulesOf({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>): Promise<Rules> {
  const row = await db
    .selectFrom('deflection_rules')
    .select(['held_out as heldOut', 'days', 'since'])
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirst();
  return row ?? DEFAULTS;
}

/** What the fields of the form hold. */
export const shownRules = ({ heldOut, days }: Rules) => ({ held_out: String(heldOut), days: String(days) });

/** Whether they were different before. From a change on is counted anew. */
export async function changeRules(ctx: CtxOf<Member>, given: z.output<typeof ruleFields>): Promise<boolean> {
  demand(mayRule(ctx.actor));
  const { heldOut, days } = await rulesOf(ctx);
  const changes = changed({ heldOut, days }, { heldOut: given.held_out, days: given.days });
  if (Object.keys(changes).length === 0) return false;
  const row = { held_out: given.held_out, days: given.days, since: ctx.now };
  await ctx.db
    .insertInto('deflection_rules')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((same) => same.columns(['workspace_id']).doUpdateSet(row))
    .execute();
  await record(ctx, deflectionRulesChanged, { subjectId: ctx.workspace.id, accountId: null, data: { changes } });
  return true;
}
