import type { Context } from 'hono';
import { askProof, postedEmail } from '#features/identity/index.ts';
import { type SettingsSection, settingsPage } from '#features/settings/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import { mayForget, mayForgetAnybody } from './access.ts';
import { holdForm, openHolds, placeHold, releaseHold } from './holds.ts';
import { say } from './messages.ts';
import { forgetOutsider } from './outsiders.ts';
import { changeRules, type Kind, kinds, type Rules, retentionForm, rulesOf } from './retention.ts';
import { countAhead, lookAhead } from './retention-look.ts';
import { room } from './routes.tsx';
import { DataPage } from './views/data.tsx';

const HOME = '/settings/data';
type Own = CtxOf<Member>;

interface Shown {
  values?: Record<string, string>;
  errors?: FieldErrors;
  /** Rules to say what they would take, instead of those that are in force. */
  tried?: Rules;
}

function admit(ctx: Own): void {
  if (!mayForgetAnybody(ctx.actor)) throw notFound();
}

room.get(HOME, 'member', (ctx, c) => dataPage(ctx, c));

room.post(HOME, 'member', async (ctx, c) => {
  admit(ctx);
  await alone(ctx.db, ctx.workspace.id, 'retention rules');
  const form = rebased(c.var.form, shownRules(await rulesOf(ctx)));
  const parsed = parseForm(retentionForm, form, (key) => say(ctx.reader, key as 'retention.days'));
  if (!parsed.ok) return dataPage(ctx, c, { values: firstValues(form.fields), errors: parsed.errors });
  if (c.var.form.get('try') === 'yes') {
    const tried = Object.fromEntries(kinds.map((kind) => [kind, parsed.value[kind] ?? undefined]));
    const values = Object.fromEntries(kinds.map((kind) => [kind, String(parsed.value[kind] ?? '')]));
    return dataPage(ctx, c, { tried, values });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const changed = await changeRules(ctx, parsed.value);
  flash(c, say(ctx.reader, changed ? 'retention.saved' : 'retention.same'));
  return c.redirect(HOME, 303);
});

const shownRules = (rules: Rules): Record<Kind, string> =>
  Object.fromEntries(kinds.map((kind) => [kind, String(rules[kind] ?? '')])) as Record<Kind, string>;

async function dataPage(ctx: Own, c: Context<Env>, shown: Shown = {}): Promise<Response> {
  admit(ctx);
  if (shown.errors || shown.tried) c.status(422);
  const rules = await rulesOf(ctx);
  const stored = shownRules(rules);
  const kept = shown.values
    ? []
    : [
        await keptForm(ctx, c, HOME),
        await keptForm(ctx, c, `${HOME}/holds`),
        await keptForm(ctx, c, `${HOME}/address`),
      ];
  const drafts = kept.flatMap((draft) => (draft ? [...rebased(draft, stored).fields] : []));
  const values = { ...stored, ...firstValues(drafts), ...shown.values };
  const looks = shown.tried && (await lookAhead(ctx, c.var.sessionToken, shown.tried));
  const counts = looks ?? (await countAhead(ctx, c.var.sessionToken, rules));
  const page = (
    <DataPage
      ctx={ctx}
      guard={guardOf(c)}
      stored={stored}
      values={values}
      errors={shown.errors ?? {}}
      counts={counts}
      looks={looks}
      holds={await openHolds(ctx)}
    />
  );
  return settingsPage(ctx, c, page, { section: 'data', title: say(ctx.reader, 'section.data') });
}

room.post(`${HOME}/holds`, 'member', async (ctx, c) => {
  admit(ctx);
  const parsed = parseForm(holdForm, c.var.form, (key) => say(ctx.reader, key as 'hold.reason.missing'));
  if (!parsed.ok) return dataPage(ctx, c, { values: parsed.values, errors: parsed.errors });
  await placeHold(ctx, 'everything', parsed.value.reason);
  flash(c, say(ctx.reader, 'hold.placed'));
  return c.redirect(HOME, 303);
});

room.post(`${HOME}/address`, 'member', async (ctx, c) => {
  admit(ctx);
  const { address, typed } = postedEmail(c.var.form);
  if (!address)
    return dataPage(ctx, c, { values: { email: typed }, errors: { email: say(ctx.reader, 'address.wrong') } });
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const why = await forgetOutsider(ctx, address, c.var.sessionToken);
  if (why) return dataPage(ctx, c, { values: { email: typed }, errors: { email: say(ctx.reader, why) } });
  flash(c, say(ctx.reader, 'address.done'));
  return c.redirect(HOME, 303);
});

room.post(`${HOME}/holds/:id/release`, 'member', async (ctx, c) => {
  // From the page of a person or a customer as well.
  if (!mayForget(ctx.actor)) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await releaseHold(ctx, c.req.param('id') ?? '');
  flash(c, say(ctx.reader, 'hold.released'));
  return c.redirect(localPath(c.var.form.get('_page'), HOME), 303);
});

export const dataSection: SettingsSection = {
  id: 'data',
  group: 'security',
  href: HOME,
  icon: 'archive',
  label: (reader) => say(reader, 'section.data'),
  may: mayForgetAnybody,
  changes: ['privacy.retention_changed', 'privacy.hold_placed', 'privacy.hold_released'],
  facts: async (ctx) => [{ term: say(ctx.reader, 'fact.holds'), value: String((await openHolds(ctx)).length) }],
};
