import { deriveKey, sign, verify } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Platform } from '#platform/platform.ts';
import { minutesFrom } from './terms.ts';

/** That a link or a code was asked for in this browser. Tells nothing about whether anybody has the address. */
export interface Sent {
  email: string;
  /** The request: a code from a letter works for the one it was made for, and nowhere else. */
  request: string;
  at: Date;
}

const SENT_MINUTES = 60;
/** A mail takes a moment: only then may another one be asked for. */
const AGAIN_SECONDS = 30;

export const sealSent = (ctx: Ctx, { email, request }: Pick<Sent, 'email' | 'request'>): string =>
  sign(
    keyOf(ctx.platform, ctx.workspace.id),
    [email, request, ctx.now.toISOString()],
    minutesFrom(ctx.now, SENT_MINUTES),
  );

export function sentIn(platform: Platform, workspaceId: string, text: string, now: Date): Sent | null {
  const seal = verify(keyOf(platform, workspaceId), text, now);
  if (!seal.ok || !Array.isArray(seal.payload)) return null;
  const [email, request, at] = seal.payload as string[];
  return email && request ? { email, request, at: new Date(at ?? 0) } : null;
}

/** How long until it may be asked for once more; 0 when it may. */
export const secondsToWait = ({ at }: Sent, now: Date): number =>
  Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000) + AGAIN_SECONDS);

const keyOf = (platform: Platform, workspaceId: string) => deriveKey(platform.masterKey, 'link sent', workspaceId);
