import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { changeHelp, type HelpSettings, HOME, helpSettings, maySetHelp, settingFields } from './settings.ts';
import { HelpSettingsPage } from './views/settings.tsx';

type On = CtxOf<Member>;

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!maySetHelp(ctx.actor)) throw notFound();
}

export function settingsRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const [stored, draft] = await Promise.all([helpSettings(ctx), keptDraft(ctx, c, HOME)]);
    return page(ctx, c, draft ? { readers: draft.readers?.[0] ?? '', found: draft.found?.[0] === 'on' } : stored);
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(settingFields, c.var.form, (key) => say(ctx.reader, key as 'error.readers'));
    const found = c.var.form.get('found') === 'on';
    if (!parsed.ok) return page(ctx, c, { readers: c.var.form.get('readers') ?? '', found }, parsed.errors);
    const changed = await changeHelp(ctx, { readers: parsed.value.readers, found });
    flash(c, say(ctx.reader, changed ? 'settings.saved' : 'settings.same'));
    return c.redirect(HOME, 303);
  });
}

type Chosen = Pick<HelpSettings, 'found'> & { readers: string };

async function page(ctx: On, c: Context<Env>, chosen: Chosen, errors?: FieldErrors): Promise<Response> {
  if (errors) c.status(422);
  const content = <HelpSettingsPage ctx={ctx} guard={guardOf(c, HOME)} chosen={chosen} errors={errors ?? {}} />;
  return settingsPage(ctx, c, content, { section: 'help', title: say(ctx.reader, 'title') });
}
