import type { Ctx } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';

/** Whether somebody waits longer than was promised: of a first reply, so never in a ticket that has one. */
export function isLate(ctx: Ctx, { waitingSince, firstReplyAt }: Record<'waitingSince' | 'firstReplyAt', Date | null>) {
  const minutes = ctx.workspace.replyPromiseMinutes;
  if (minutes === null || waitingSince === null || firstReplyAt !== null) return false;
  return ctx.now.getTime() - waitingSince.getTime() > minutes * 60_000;
}

/** The time within which the team promises a first reply, in words; null when it promises nothing. */
export function promiseOf(ctx: Ctx): string | null {
  const minutes = ctx.workspace.replyPromiseMinutes;
  return minutes === null ? null : formatDuration(ctx.reader, minutes * 60);
}
