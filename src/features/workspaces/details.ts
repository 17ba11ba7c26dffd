import { z } from 'zod';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, Workspace } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import { isZone, locales } from '#platform/i18n/reader.ts';
import { may } from '#platform/rights.ts';
import { details, detailsChanged } from './events.ts';

/** Minutes that can be promised; another one that was set elsewhere may stay. */
export const promises = [30, 60, 120, 240, 480, 1440, 2880] as const;

export const detailFields = z.object({
  name: seenLine(120, 'error.business.long', 'error.unseen').min(1, 'error.business.empty'),
  short_name: seenLine(60, 'error.short.long', 'error.unseen').min(1, 'error.short.empty'),
  tagline: seenLine(200, 'error.tagline.long', 'error.unseen'),
  locale: z.enum(locales, 'error.locale'),
  zone: z.string('error.zone').max(64, 'error.zone').refine(isZone, 'error.zone'),
  promise: z
    .string('error.promise')
    .regex(/^(\d{1,6})?$/, 'error.promise')
    .transform((text) => (text === '' ? null : Number(text)))
    .refine((minutes) => minutes === null || minutes > 0, 'error.promise'),
});

export type Details = z.output<typeof detailFields>;

type Stored = Pick<Workspace, 'name' | 'shortName' | 'tagline' | 'locale' | 'zone' | 'replyPromiseMinutes'>;

/** What its form shows of it. */
export const shownDetails = (stored: Stored) => ({
  name: stored.name,
  short_name: stored.shortName,
  tagline: stored.tagline,
  locale: stored.locale,
  zone: stored.zone,
  promise: String(stored.replyPromiseMinutes ?? ''),
});

/** As it is at this moment, which a page may not know yet; and nobody else changes it until this transaction is over. */
export async function lockDetails({ db, workspace }: Ctx): Promise<Stored> {
  const row = await db
    .selectFrom('workspaces')
    .select(['name', 'short_name as shortName', 'tagline', 'locale', 'zone'])
    .select('reply_promise_minutes as replyPromiseMinutes')
    .where('id', '=', workspace.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row as Stored;
}

/** Writes down what the business says about itself. Returns whether anything became different. */
export async function changeDetails(ctx: Ctx, given: Details): Promise<boolean> {
  demand(may(ctx.actor, 'settings.manage'));
  const { workspace } = ctx;
  const { replyPromiseMinutes: promise, ...stored } = await lockDetails(ctx);
  const now = { ...stored, promise };
  const { short_name, ...rest } = given;
  const next = { ...rest, shortName: short_name };
  const changes = changed(now, next);
  const parts = details.filter((part) => part in changes);
  if (parts.length === 0) return false;
  await ctx.db
    .updateTable('workspaces')
    .set({
      name: next.name,
      short_name,
      tagline: next.tagline,
      locale: next.locale,
      zone: next.zone,
      reply_promise_minutes: next.promise,
    })
    .where('id', '=', workspace.id)
    .execute();
  await record(ctx, detailsChanged, { subjectId: workspace.id, accountId: null, data: { parts, changes } });
  return true;
}
