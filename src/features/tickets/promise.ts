import type { Ctx } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';

/** The time within which the team promises a first reply, in words; null when it promises nothing. */
export function promiseOf(ctx: Ctx): string | null {
  const minutes = ctx.workspace.replyPromiseMinutes;
  return minutes === null ? null : formatDuration(ctx.reader, minutes * 60);
}
