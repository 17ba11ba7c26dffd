import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import type { PageSpec } from '#platform/http/page.ts';
import { say } from './messages.ts';
import { sectionsFor } from './sections.ts';
import { type Counted, SettingsFrame } from './views/settings-page.tsx';

interface SettingsPageSpec extends Pick<PageSpec, 'title' | 'topics' | 'after'> {
  /** The id of the section; absent on the overview. */
  section?: string;
  /** Pages between the settings and this one. */
  between?: { label: string; href: string }[];
}

/** A page of a section, with the list of all sections beside it: what a section's routes answer with. */
export async function settingsPage(
  ctx: Ctx,
  c: Context<Env>,
  content: Child,
  spec: SettingsPageSpec,
): Promise<Response> {
  const { section, between = [], title, topics, after } = spec;
  const sections = await countSections(ctx);
  const own = { label: say(ctx.reader, 'title'), href: '/settings' };
  const crumbs = section === undefined ? [{ label: own.label }] : [own, ...between, { label: title }];
  const page = (
    <SettingsFrame reader={ctx.reader} sections={sections} current={section}>
      {content}
    </SettingsFrame>
  );
  return c.render(page, {
    title,
    nav: 'settings',
    crumbs,
    topics: [...(topics ?? []), 'inbox'],
    ...(after ? { after } : {}),
  });
}

const countSections = (ctx: Ctx): Promise<Counted[]> =>
  Promise.all(sectionsFor(ctx.actor).map(async (section) => ({ section, count: (await section.count?.(ctx)) ?? 0 })));
