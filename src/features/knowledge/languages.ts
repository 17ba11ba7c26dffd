import { kept } from '#platform/db/kept.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayPublish } from './access.ts';
import { audiences } from './article.ts';
import { languagesChanged, readersTopic } from './events.ts';

/** The languages an article may be written in. Their names come from the browser of the world, not from a catalog. */
export const known = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'da',
  'sv',
  'nb',
  'fi',
  'pl',
  'cs',
  'sk',
  'hu',
  'ro',
  'bg',
  'hr',
  'sl',
  'el',
  'tr',
  'uk',
  'ru',
  'et',
  'lv',
  'lt',
  'ja',
  'ko',
  'zh',
] as const;

/** What a language is called: by the reader, or by those who speak it. */
export function languageName(locale: string, inLocale: string = locale): string {
  const name = new Intl.DisplayNames([inLocale], { type: 'language' }).of(locale) ?? locale;
  return name.slice(0, 1).toLocaleUpperCase(inLocale) + name.slice(1);
}

const besides = kept((by) =>
  by.db
    .selectFrom('help_languages')
    .select('locale')
    .where('workspace_id', '=', by.workspace.id)
    .orderBy('created_at')
    .orderBy('locale'),
);

/** The workspace's own first, then those it writes in besides. */
export async function languagesOf(ctx: Pick<Ctx, 'db' | 'workspace' | 'actor'>): Promise<string[]> {
  const rows = await besides.all(ctx, {});
  return [...new Set([ctx.workspace.locale, ...rows.map(({ locale }) => locale)])];
}

/** What the form of them shows: those besides the workspace's own. */
export const shownLanguages = ({ workspace }: Pick<Ctx, 'workspace'>, languages: readonly string[]) => ({
  language: languages.filter((locale) => locale !== workspace.locale),
});

/** Writes in these from now on. What was written in another stays, and is live as long as it is: returns which are no longer among them. */
export async function setLanguages(ctx: Ctx, wanted: readonly string[]): Promise<string[]> {
  demand(mayPublish(ctx.actor));
  const before = await languagesOf(ctx);
  const next = known.filter((locale) => locale !== ctx.workspace.locale && wanted.includes(locale));
  const gone = before.filter((locale) => locale !== ctx.workspace.locale && !next.some((one) => one === locale));
  const come = next.filter((locale) => !before.includes(locale));
  if (gone.length + come.length === 0) return gone;
  const { id: workspace_id } = ctx.workspace;
  if (gone.length > 0)
    await ctx.db
      .deleteFrom('help_languages')
      .where('workspace_id', '=', workspace_id)
      .where('locale', 'in', gone)
      .execute();
  if (come.length > 0)
    await ctx.db
      .insertInto('help_languages')
      .values(come.map((locale) => ({ workspace_id, locale, created_at: ctx.now })))
      .execute();
  await record(ctx, languagesChanged, {
    subjectId: workspace_id,
    accountId: null,
    data: { changes: { languages: { from: before, to: await languagesOf(ctx) } } },
  });
  for (const audience of audiences) ctx.marks.add(readersTopic(audience));
  return gone;
}

/** Of the languages something is written in, the one for a reader: theirs, the workspace's, else the first. */
export function bestOf(there: readonly string[], wanted: string, own: string): string | undefined {
  return [...dearest(wanted), own].find((locale) => there.includes(locale)) ?? [...there].sort()[0];
}

/** A language, and the same without its region. */
export const dearest = (wanted: string): string[] => [wanted, wanted.split('-')[0]!];
