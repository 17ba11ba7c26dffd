import type { Context } from 'hono';
import { askProof, mayManageSignIn } from '#features/identity/index.ts';
import { rolesOf } from '#features/roles/index.ts';
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
import { accountChoices } from './account-choices.ts';
import { addDomain, readDomain, removeDomain, signUpDomains } from './domains.ts';
import { say } from './messages.ts';
import { changeSignUpRules, ruleFields, type SignUpRules, signUpRules } from './rules.ts';
import { speak } from './speak.ts';
import { SignUpSettings } from './views/settings.tsx';

type On = CtxOf<Member>;

const HOME = '/settings/sign-up';

export const section: SettingsSection = {
  id: 'sign-up',
  group: 'security',
  href: HOME,
  icon: 'user-plus',
  label: (reader) => say(reader, 'rules.title'),
  may: mayManageSignIn,
  facts: async (ctx) => {
    const { mode } = await signUpRules(ctx);
    return [{ term: say(ctx.reader, 'rules.title'), value: say(ctx.reader, `mode.${mode}`) }];
  },
  changes: ['newcomer.rules_changed', 'newcomer.domain_changed'],
};

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!mayManageSignIn(ctx.actor)) throw notFound();
}

const shown = ({ mode, attaches, role, firstRole, termsUrl }: SignUpRules) => ({
  mode,
  attaches: attaches ? ['on'] : [],
  role,
  first_role: firstRole,
  terms_url: termsUrl,
});

const typedOf = (rules: SignUpRules): Record<string, string> => ({
  ...shown(rules),
  attaches: rules.attaches ? 'on' : '',
});

export function settingsRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const [rules, domain] = [await keptForm(ctx, c, HOME), await keptForm(ctx, c, `${HOME}/domains`)];
    if (!rules && !domain) return page(ctx, c);
    const stored = await signUpRules(ctx);
    const typed = rules ? firstValues(rebased(rules, shown(stored)).fields) : typedOf(stored);
    return page(ctx, c, { ...typed, ...(domain && firstValues(domain.fields)) });
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    await alone(ctx.db, ctx.workspace.id, 'sign-up rules');
    const form = rebased(c.var.form, shown(await signUpRules(ctx)));
    const parsed = parseForm(ruleFields, form, speak(ctx.reader));
    if (!parsed.ok) return page(ctx, c, firstValues(form.fields), parsed.errors);
    const roles = (await rolesOf(ctx, 'contact')).map(({ key }) => key);
    const unknown = (['role', 'first_role'] as const).filter((name) => !roles.includes(parsed.value[name]));
    if (unknown.length > 0) {
      const errors = Object.fromEntries(unknown.map((name) => [name, say(ctx.reader, 'error.role')]));
      return page(ctx, c, firstValues(form.fields), errors);
    }
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const done = await changeSignUpRules(ctx, parsed.value);
    flash(c, say(ctx.reader, done === 'changed' ? 'rules.saved' : 'rules.same'));
    return c.redirect(HOME, 303);
  });

  room.post(`${HOME}/domains`, 'member', async (ctx, c) => {
    admit(ctx);
    const { form } = c.var;
    const typed = { ...typedOf(await signUpRules(ctx)), ...firstValues(form.fields) };
    const read = readDomain(form.get('domain') ?? '');
    if ('error' in read) return page(ctx, c, typed, { domain: say(ctx.reader, read.error) });
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const done = await addDomain(ctx, read.domain, form.get('account') ?? '');
    if (done === 'taken') return page(ctx, c, typed, { domain: say(ctx.reader, 'error.domain.taken') });
    flash(c, say(ctx.reader, 'domains.added', { domain: read.domain }));
    return c.redirect(`${HOME}#domains`, 303);
  });

  room.post(`${HOME}/domains/:id/removal`, 'member', async (ctx, c) => {
    admit(ctx);
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const domain = await removeDomain(ctx, c.req.param('id') ?? '');
    flash(c, say(ctx.reader, 'domains.removed', { domain }));
    return c.redirect(`${HOME}#domains`, 303);
  });
}

async function page(ctx: On, c: Context<Env>, typed?: Record<string, string> | null, errors: FieldErrors = {}) {
  if (Object.keys(errors).length > 0) c.status(422);
  const [rules, domains, accounts, roles] = await Promise.all([
    signUpRules(ctx),
    signUpDomains(ctx),
    accountChoices(ctx),
    rolesOf(ctx, 'contact'),
  ]);
  const about = { rules, stored: shown(rules), domains, accounts, roles, values: typed ?? typedOf(rules), errors };
  const view = <SignUpSettings ctx={ctx} guard={guardOf(c, HOME)} {...about} />;
  return settingsPage(ctx, c, view, { section: 'sign-up', title: say(ctx.reader, 'rules.title') });
}
