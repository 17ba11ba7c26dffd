import { deriveKey, sign, verify } from '../crypto.ts';
import type { Ctx } from '../http/context.ts';
import type { Platform } from '../platform.ts';

const HOURS = 12;

/** What a page may listen to: sealed with the session it was given to, because the browser brings it back. */
interface Grant {
  session: string;
  topics: string[];
}

/** The token of a page's topics; undefined for somebody without a session, who hears nothing. */
export function liveToken(ctx: Ctx, topics: readonly string[]): string | undefined {
  const { actor } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return undefined;
  const grant: Grant = {
    session: actor.sessionId,
    topics: [...new Set([...topics, `identity:${actor.identityId}`])].sort(),
  };
  // The same page gives the same token for hours, so that its stream stays open over visits.
  const until = new Date((Math.floor(ctx.now.getTime() / (HOURS * 3_600_000)) + 2) * HOURS * 3_600_000);
  const name = `${ctx.workspace.id} ${grant.session} ${until.getTime()} ${grant.topics.join(' ')}`;
  let token = tokens.get(name);
  if (!token) {
    if (tokens.size >= MOST) tokens.clear();
    token = sign(deriveKey(ctx.platform.masterKey, 'live', ctx.workspace.id), grant, until);
    tokens.set(name, token);
  }
  return token;
}

/** A page fetched again gets its token again. */
const tokens = new Map<string, string>();
const MOST = 20_000;

export function readLiveToken(platform: Platform, workspaceId: string, token: string): Grant | null {
  const seal = verify(deriveKey(platform.masterKey, 'live', workspaceId), token, new Date());
  return seal.ok ? (seal.payload as Grant) : null;
}
