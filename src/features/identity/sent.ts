import { deriveKey, sign, verify } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Platform } from '#platform/platform.ts';
import { minutesFrom } from './terms.ts';

/** That a link or a code was asked for in this browser. Tells nothing about whether anybody has the address. */
export interface Sent {
  email: string;
  /** The request: a code from a letter works for the one it was made for, and nowhere else. */
  request: string;
}

const SENT_MINUTES = 60;

export const sealSent = (ctx: Ctx, { email, request }: Sent): string =>
  sign(keyOf(ctx.platform, ctx.workspace.id), [email, request], minutesFrom(ctx.now, SENT_MINUTES));

export function sentIn(platform: Platform, workspaceId: string, text: string, now: Date): Sent | null {
  const seal = verify(keyOf(platform, workspaceId), text, now);
  if (!seal.ok || !Array.isArray(seal.payload)) return null;
  const [email, request] = seal.payload as string[];
  return email && request ? { email, request } : null;
}

const keyOf = (platform: Platform, workspaceId: string) => deriveKey(platform.masterKey, 'link sent', workspaceId);
