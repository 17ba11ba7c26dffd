import type { Context } from 'hono';
import { type SettingsSection, settingsPage } from '#features/settings/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { changeRules, mayRule, ruleFields, rulesOf, shownRules } from './rules.ts';
import { RulesPage } from './views/rules.tsx';

const HOME = '/settings/answers';

export const section: SettingsSection = {
  id: 'answers',
  group: 'work',
  href: HOME,
  icon: 'lightbulb',
  label: (reader) => say(reader, 'rules.title'),
  may: mayRule,
  facts: async (ctx) => {
    const { heldOut } = await rulesOf(ctx);
    return [{ term: say(ctx.reader, 'rules.heldOut'), value: say(ctx.reader, 'rules.percent', { n: heldOut }) }];
  },
  changes: ['deflection.rules_changed'],
};

/** To whom it is not shown it is not there. */
function admit(ctx: CtxOf<Member>): void {
  if (!mayRule(ctx.actor)) throw notFound();
}

export function settingsRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const [rules, kept] = await Promise.all([rulesOf(ctx), keptForm(ctx, c, HOME)]);
    const stored = shownRules(rules);
    return page(ctx, c, stored, kept ? firstValues(rebased(kept, stored).fields) : stored);
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    await alone(ctx.db, ctx.workspace.id, 'rules of answers');
    const stored = shownRules(await rulesOf(ctx));
    const form = rebased(c.var.form, stored);
    const parsed = parseForm(ruleFields, form, (key) =>
      say(ctx.reader, (key in say.messages.en ? key : 'error.days') as 'error.days'),
    );
    if (!parsed.ok) return page(ctx, c, stored, firstValues(form.fields), parsed.errors);
    const changed = await changeRules(ctx, parsed.value);
    flash(c, say(ctx.reader, changed ? 'rules.saved' : 'rules.same'));
    return c.redirect(HOME, 303);
  });
}

async function page(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  stored: ReturnType<typeof shownRules>,
  values: Record<string, string>,
  errors: FieldErrors = {},
) {
  if (Object.keys(errors).length > 0) c.status(422);
  const view = <RulesPage ctx={ctx} guard={guardOf(c, HOME)} stored={stored} values={values} errors={errors} />;
  return settingsPage(ctx, c, view, { section: 'answers', title: say(ctx.reader, 'rules.title') });
}
