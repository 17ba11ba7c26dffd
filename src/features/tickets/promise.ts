import type { Ctx } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';

/** How many milliseconds are left of the promise of a first reply, below zero once it is late; null where none was given or it is kept. */
export function leftOf(ctx: Ctx, { waitingSince, firstReplyAt }: Record<'waitingSince' | 'firstReplyAt', Date | null>) {
  const minutes = ctx.workspace.replyPromiseMinutes;
  if (minutes === null || waitingSince === null || firstReplyAt !== null) return null;
  return waitingSince.getTime() + minutes * 60_000 - ctx.now.getTime();
}

/** The time within which the team promises a first reply, in words; null when it promises nothing. */
export function promiseOf(ctx: Ctx): string | null {
  const minutes = ctx.workspace.replyPromiseMinutes;
  return minutes === null ? null : formatDuration(ctx.reader, minutes * 60);
}
