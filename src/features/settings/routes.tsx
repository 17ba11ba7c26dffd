import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { changedLately } from './changes.ts';
import { say } from './messages.ts';
import { maySeeSettings, sectionsFor } from './sections.ts';
import { settingsPage } from './settings-page.tsx';
import { Overview } from './views/overview.tsx';

export const room = createRoom('settings');

const CHANGES_SHOWN = 8;

room.get('/settings', 'member', async (ctx, c) => {
  if (!maySeeSettings(ctx.actor)) throw notFound();
  const sections = sectionsFor(ctx.actor);
  const [facts, looks, changes] = await Promise.all([
    Promise.all(sections.map((section) => section.facts?.(ctx) ?? [])),
    Promise.all(sections.map((section) => section.looks?.(ctx) ?? [])),
    changedLately(
      ctx,
      sections.flatMap((section) => section.changes ?? []),
      CHANGES_SHOWN,
    ),
  ]);
  const address = { term: say(ctx.reader, 'fact.address'), value: ctx.portal.host };
  const page = (
    <Overview
      ctx={ctx}
      looks={looks.flat()}
      facts={[address, ...facts.flat()]}
      changes={changes}
      iconOf={(kind) => sections.find((section) => section.changes?.includes(kind))?.icon ?? 'settings'}
    />
  );
  return settingsPage(ctx, c, page, { title: say(ctx.reader, 'title') });
});
