import type { Context } from 'hono';
import { type SettingsSection, settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { changeRules, mayRule, ruleFields, rulesOf } from './rules.ts';
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
    const draft = await keptDraft(ctx, c, HOME);
    return page(ctx, c, draft && firstValues(Object.entries(draft)));
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(ruleFields, c.var.form, (key) =>
      say(ctx.reader, (key in say.messages.en ? key : 'error.days') as 'error.days'),
    );
    if (!parsed.ok) return page(ctx, c, firstValues(c.var.form.fields), parsed.errors);
    const changed = await changeRules(ctx, parsed.value);
    flash(c, say(ctx.reader, changed ? 'rules.saved' : 'rules.same'));
    return c.redirect(HOME, 303);
  });
}

async function page(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  typed?: Record<string, string> | null,
  errors: FieldErrors = {},
) {
  if (Object.keys(errors).length > 0) c.status(422);
  const rules = await rulesOf(ctx);
  const values = typed ?? { held_out: String(rules.heldOut), days: String(rules.days) };
  const view = <RulesPage ctx={ctx} guard={guardOf(c, HOME)} values={values} errors={errors} />;
  return settingsPage(ctx, c, view, { section: 'answers', title: say(ctx.reader, 'rules.title') });
}
