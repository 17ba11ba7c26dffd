import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import type { LetterUse } from './events.ts';
import { askForLink } from './link.ts';
import { say } from './messages.ts';
import { sealSent, secondsToWait, sentIn } from './sent.ts';

/**
 * Asks for a letter, unless the form says that this browser did so a moment ago. Returns what the page after it is told, sealed: of whoever
 * has to wait, the same as before.
 */
export async function askForLetter(
  ctx: Ctx,
  c: Context<Env>,
  address: string,
  next: string,
  use: LetterUse,
): Promise<string> {
  const before = c.var.form.get('to') ?? '';
  const sent = sentIn(ctx.platform, ctx.workspace.id, before, ctx.now);
  if (sent?.email === address && secondsToWait(sent, ctx.now) > 0) return before;
  if (sent) flash(c, say(ctx.reader, 'sent.anew'));
  return sealSent(ctx, await askForLink(ctx, address, next, use));
}
