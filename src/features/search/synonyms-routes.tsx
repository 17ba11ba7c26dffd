import type { Context } from 'hono';
import { type SettingsSection, settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { mayManageSynonyms } from './access.ts';
import { say } from './messages.ts';
import { addSynonyms, removeSynonyms, synonymGroups } from './synonyms.ts';
import { SynonymsPage } from './views/synonyms.tsx';

type On = CtxOf<Member>;

const HOME = '/settings/search';

export const section: SettingsSection = {
  id: 'search',
  group: 'work',
  href: HOME,
  icon: 'search',
  label: (reader) => say(reader, 'synonyms.title'),
  may: mayManageSynonyms,
  facts: async (ctx) => [{ term: say(ctx.reader, 'synonyms.fact'), value: String((await synonymGroups(ctx)).length) }],
  changes: ['search.synonyms_changed'],
};

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!mayManageSynonyms(ctx.actor)) throw notFound();
}

export function synonymsRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const draft = await keptDraft(ctx, c, HOME);
    return page(ctx, c, draft ? firstValues(Object.entries(draft)).words : undefined);
  });

  room.post(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const typed = c.var.form.get('words') ?? '';
    const wrong = await addSynonyms(ctx, typed.slice(0, 2000));
    if (wrong) {
      const words =
        'word' in wrong
          ? say(ctx.reader, `synonyms.error.${wrong.error}`, { word: wrong.word })
          : say(ctx.reader, `synonyms.error.${wrong.error}`);
      return page(ctx, c, typed, words);
    }
    flash(c, say(ctx.reader, 'synonyms.added'));
    return c.redirect(HOME, 303);
  });

  room.post(`${HOME}/:id/removal`, 'member', async (ctx, c) => {
    admit(ctx);
    await removeSynonyms(ctx, c.req.param('id') ?? '');
    flash(c, say(ctx.reader, 'synonyms.removed'));
    return c.redirect(HOME, 303);
  });
}

async function page(ctx: On, c: Context<Env>, typed?: string, error?: string) {
  if (error) c.status(422);
  const groups = await synonymGroups(ctx);
  const content = <SynonymsPage reader={ctx.reader} guard={guardOf(c)} groups={groups} typed={typed} error={error} />;
  return settingsPage(ctx, c, content, { section: 'search', title: say(ctx.reader, 'synonyms.title') });
}
