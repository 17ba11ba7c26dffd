import type { Context } from 'hono';
import { rolesOf } from '#features/roles/index.ts';
import { type SettingsSection, settingsPage } from '#features/settings/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { comeBack } from '#platform/db/scope.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import { formatList } from '#platform/i18n/format.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { askProof } from '../proof.tsx';
import { room } from '../routes.tsx';
import {
  changeRules,
  mayManageSignIn,
  ruleFields,
  rulesFrom,
  type ShutOut,
  type SignInRules,
  shownRules,
  signInRules,
} from './change.ts';
import { say } from './messages.ts';
import { RulesPage } from './page.tsx';
import { rulesOf, sides, switchable } from './rules.ts';

type Own = CtxOf<Member>;

room.get('/settings/sign-in', 'member', async (ctx, c) => {
  admit(ctx);
  const stored = await signInRules(ctx);
  const draft = await keptForm(ctx, c, '/settings/sign-in');
  const typed = draft && rebased(draft, shownRules(stored));
  const kept = typed && ruleFields.safeParse(firstValues(typed.fields));
  return rulesPage(ctx, c, stored, kept?.success ? rulesFrom(kept.data, typed?.all('asking') ?? []) : stored);
});

room.post('/settings/sign-in', 'member', async (ctx, c) => {
  admit(ctx);
  await alone(ctx.db, ctx.workspace.id, 'sign-in rules');
  const stored = await signInRules(ctx);
  const form = rebased(c.var.form, shownRules(stored));
  const parsed = parseForm(ruleFields, form, () => say(ctx.reader, 'rules.error.choice'));
  if (!parsed.ok) return rulesPage(ctx, c, stored, stored, say(ctx.reader, 'rules.error.choice'));
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const next = rulesFrom(parsed.value, form.all('asking'));
  const result = await changeRules(ctx, next, form.get('anyway') === 'on');
  if (!('changed' in result)) {
    await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
    if ('shutOut' in result) return rulesPage(ctx, c, stored, next, shutOutIn(ctx, result.shutOut, next), true);
    return rulesPage(ctx, c, stored, next, say(ctx.reader, result.refused));
  }
  flash(c, say(ctx.reader, result.changed.length > 0 ? 'rules.saved' : 'rules.same'));
  return c.redirect('/settings/sign-in', 303);
});

export const signInSection: SettingsSection = {
  id: 'sign-in',
  group: 'security',
  href: '/settings/sign-in',
  icon: 'lock',
  label: (reader) => say(reader, 'rules.title'),
  may: mayManageSignIn,
  changes: ['identity.rules_changed'],
  facts: async (ctx) => {
    const { member } = await rulesOf(ctx);
    const on = switchable.filter((way) => member[way]).map((way) => say(ctx.reader, `way.${way}`));
    return [{ term: say(ctx.reader, 'fact.ways'), value: formatList(ctx.reader, on) }];
  },
};

/** Where a password is left they can set one, by a link to their mailbox. */
function shutOutIn({ reader, platform }: Own, shutOut: ShutOut, { rules }: SignInRules): string {
  const those = sides.filter((side) => shutOut[side].n > 0);
  const words = those.map((side) => say(reader, `rules.shutOut.${side}`, { ...shutOut[side] }));
  const forgotten = sendsMail(platform.config) && those.some((side) => rules[side].password);
  return [...words, ...(forgotten ? [say(reader, 'rules.shutOut.forgotten')] : [])].join(' ');
}

/** To whom it is not shown it is not there. */
function admit(ctx: Own): void {
  if (!mayManageSignIn(ctx.actor)) throw notFound();
}

/** `asks`: the error is one that whoever knows it may go on over. */
async function rulesPage(
  ctx: Own,
  c: Context<Env>,
  stored: SignInRules,
  given: SignInRules,
  error?: string,
  asks = false,
) {
  if (error) c.status(422);
  const [member, contact] = await Promise.all([rolesOf(ctx, 'member'), rolesOf(ctx, 'contact')]);
  const shown = { roles: { member, contact }, stored: shownRules(stored), given, error, asks };
  const page = <RulesPage ctx={ctx} guard={guardOf(c)} {...shown} />;
  return settingsPage(ctx, c, page, { section: 'sign-in', title: say(ctx.reader, 'rules.title') });
}
