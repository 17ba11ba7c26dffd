import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import { createRoom } from '#platform/http/room.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { may } from '#platform/rights.ts';
import type { LogoMode } from './brand.ts';
import { changeLogo, designFields, LOGO_LIMITS, lockDesign, redesign, shownDesign } from './design.ts';
import { changeDetails, detailFields, lockDetails, shownDetails } from './details.ts';
import { say } from './messages.ts';
import { BusinessPage } from './views/business.tsx';
import { DesignPage } from './views/design.tsx';

export const room = createRoom('workspaces');

type Own = CtxOf<Member>;
interface Refused {
  values?: Record<string, string>;
  errors?: FieldErrors;
}

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

/** To whom it is not shown it is not there. */
function admit(ctx: Own): void {
  if (!may(ctx.actor, 'settings.manage')) throw notFound();
}

room.get('/settings/business', 'member', (ctx, c) => businessPage(ctx, c));

room.post('/settings/business', 'member', async (ctx, c) => {
  admit(ctx);
  const form = rebased(c.var.form, shownDetails(await lockDetails(ctx)));
  const parsed = parseForm(detailFields, form, speak(ctx.reader));
  if (!parsed.ok) return businessPage(ctx, c, parsed);
  const changed = await changeDetails(ctx, parsed.value);
  flash(c, say(ctx.reader, changed ? 'business.saved' : 'settings.same'));
  return c.redirect('/settings/business', 303);
});

async function businessPage(ctx: Own, c: Context<Env>, refused: Refused = {}): Promise<Response> {
  admit(ctx);
  if (refused.errors) c.status(422);
  const { workspace, reader } = ctx;
  const stored = shownDetails(workspace);
  const kept = refused.values ? null : await keptForm(ctx, c, '/settings/business');
  const values = { ...stored, ...(kept && firstValues(rebased(kept, stored).fields)), ...refused.values };
  const page = <BusinessPage ctx={ctx} guard={guardOf(c)} stored={stored} values={values} errors={refused.errors} />;
  return settingsPage(ctx, c, page, { section: 'business', title: say(reader, 'section.business') });
}

room.get('/settings/design', 'member', (ctx, c) => designPage(ctx, c));

room.post('/settings/design', 'member', async (ctx, c) => {
  admit(ctx);
  const form = rebased(c.var.form, await lockDesign(ctx));
  const parsed = parseForm(designFields, form, speak(ctx.reader));
  if (!parsed.ok) return designPage(ctx, c, parsed);
  const changed = await redesign(ctx, parsed.value);
  flash(c, say(ctx.reader, changed ? 'design.saved' : 'settings.same'));
  return c.redirect('/settings/design', 303);
});

for (const mode of ['light', 'dark'] as const) {
  room.post(`/settings/design/logo-${mode}`, 'member', async (ctx, c) => takeLogo(ctx, c, mode));
  room.post(`/settings/design/logo-${mode}/removal`, 'member', async (ctx, c) => {
    admit(ctx);
    await redesign(ctx, { [mode]: null });
    flash(c, say(ctx.reader, 'design.logo.removed'));
    return c.redirect('/settings/design', 303);
  });
}

async function takeLogo(ctx: Own, c: Context<Env>, mode: LogoMode): Promise<Response> {
  admit(ctx);
  const file = c.var.form.files.find((each) => each.field === 'logo' && each.bytes > 0);
  const unfit = file ? await changeLogo(ctx, mode, file) : 'missing';
  if (unfit) return designPage(ctx, c, { errors: { [mode]: say(ctx.reader, `error.logo.${unfit}`, LOGO_LIMITS) } });
  flash(c, say(ctx.reader, 'design.logo.saved'));
  return c.redirect('/settings/design', 303);
}

async function designPage(ctx: Own, c: Context<Env>, refused: Refused = {}): Promise<Response> {
  admit(ctx);
  if (refused.errors) c.status(422);
  const stored = shownDesign(ctx.workspace.brand);
  const values = { ...stored, ...refused.values };
  const about = { stored, values, errors: refused.errors };
  const page = <DesignPage ctx={ctx} guard={guardOf(c, '/settings/design')} {...about} />;
  return settingsPage(ctx, c, page, { section: 'design', title: say(ctx.reader, 'section.design') });
}
