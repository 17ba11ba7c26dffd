import { z } from 'zod';
import type { SettingsSection } from '#features/settings/index.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { may } from '#platform/rights.ts';
import { helpSettingsChanged } from './events.ts';
import { say } from './messages.ts';

export const readersOfHelp = ['everybody', 'signed_in'] as const;

export interface HelpSettings {
  /** Who reads what is public in it: the policies ask for the same (app.readable). */
  readers: (typeof readersOfHelp)[number];
  /** Whether search engines are asked in. */
  found: boolean;
}

export const settingFields = z.object({
  readers: z.enum(readersOfHelp, 'error.readers'),
  found: z.literal('on').optional(),
});

export const maySetHelp = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'settings.manage');

export async function helpSettings({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>): Promise<HelpSettings> {
  const row = await db
    .selectFrom('workspaces')
    .select(['help_readers', 'help_found'])
    .where('id', '=', workspace.id)
    .executeTakeFirstOrThrow();
  return { readers: row.help_readers as HelpSettings['readers'], found: row.help_found };
}

/** What the fields of the form hold. */
export const shownSettings = ({ readers, found }: HelpSettings) => ({ readers, found: found ? ['on'] : [] });

/** Search engines come where everybody may. */
export const asksEnginesIn = ({ readers, found }: HelpSettings): boolean => readers === 'everybody' && found;

/** Opens the help center, or keeps it for who is signed in. Returns whether anything became different. */
export async function changeHelp(ctx: CtxOf<Member>, next: HelpSettings): Promise<boolean> {
  demand(maySetHelp(ctx.actor));
  const changes = changed({ ...(await helpSettings(ctx)) }, { ...next });
  if (Object.keys(changes).length === 0) return false;
  await ctx.db
    .updateTable('workspaces')
    .set({ help_readers: next.readers, help_found: next.found })
    .where('id', '=', ctx.workspace.id)
    .execute();
  await record(ctx, helpSettingsChanged, { subjectId: ctx.workspace.id, accountId: null, data: { changes } });
  return true;
}

export const HOME = '/settings/help';

export const section: SettingsSection = {
  id: 'help',
  group: 'work',
  href: HOME,
  icon: 'book-open',
  label: (reader) => say(reader, 'title'),
  may: maySetHelp,
  facts: async (ctx) => [
    { term: say(ctx.reader, 'title'), value: say(ctx.reader, `settings.${(await helpSettings(ctx)).readers}`) },
  ],
  changes: ['help.settings_changed', 'help.languages_changed'],
};
