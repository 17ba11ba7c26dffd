import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import {
  changeHelp,
  type HelpSettings,
  HOME,
  helpSettings,
  maySetHelp,
  settingFields,
  shownSettings,
} from './settings.ts';
import { HelpSettingsPage } from './views/settings.tsx';

type On = CtxOf<Member>;

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!maySetHelp(ctx.actor)) throw notFound();
}

export function settingsRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const [stored, kept] = await Promise.all([helpSettings(ctx), keptForm(ctx, c, HOME)]);
    return page(ctx, c, stored, kept ? chosenIn(rebased(kept, shownSettings(stored))) : stored);
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    await alone(ctx.db, ctx.workspace.id, 'help settings');
    const stored = await helpSettings(ctx);
    const form = rebased(c.var.form, shownSettings(stored));
    const parsed = parseForm(settingFields, form, (key) => say(ctx.reader, key as 'error.readers'));
    if (!parsed.ok) return page(ctx, c, stored, chosenIn(form), parsed.errors);
    const { found } = chosenIn(form);
    const changed = await changeHelp(ctx, { readers: parsed.value.readers, found });
    flash(c, say(ctx.reader, changed ? 'settings.saved' : 'settings.same'));
    return c.redirect(HOME, 303);
  });
}

type Chosen = Pick<HelpSettings, 'found'> & { readers: string };

const chosenIn = (form: Form): Chosen => ({ readers: form.get('readers') ?? '', found: form.get('found') === 'on' });

async function page(ctx: On, c: Context<Env>, stored: HelpSettings, chosen: Chosen, errors: FieldErrors = {}) {
  if (Object.keys(errors).length > 0) c.status(422);
  const shown = { stored: shownSettings(stored), chosen, errors };
  const content = <HelpSettingsPage ctx={ctx} guard={guardOf(c, HOME)} {...shown} />;
  return settingsPage(ctx, c, content, { section: 'help', title: say(ctx.reader, 'title') });
}
