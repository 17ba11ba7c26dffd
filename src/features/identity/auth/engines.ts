import { deriveKey } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Engine } from './engine.ts';
import { type Frame, inFrame } from './frame.ts';

const MAX_ENGINES = 200;
const engines = new Map<string, Engine>();

/**
 * Runs better-auth for the workspace of `ctx`, in its transaction, which must be the system's by now (`elevate`). Null when
 * it refused: a wrong password, a spent link. Loaded on the first sign-in, because it is a third of a start's time.
 */
export async function withEngine<T>(
  ctx: Ctx,
  frame: Omit<Frame, 'db' | 'workspaceId'>,
  work: (engine: Engine) => Promise<T>,
): Promise<T | null> {
  const { makeEngine, isRefusal } = await import('./engine.ts');
  const engine = engineOf(ctx, makeEngine);
  try {
    return await inFrame({ ...frame, db: ctx.db, workspaceId: ctx.workspace.id }, () => work(engine));
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** One for each workspace and origin: the secret and the host in its links are theirs alone. The least used one goes. */
function engineOf({ platform, workspace, portal }: Ctx, make: (origin: string, secret: string) => Engine): Engine {
  const key = `${workspace.id} ${portal.origin}`;
  const secret = () => deriveKey(platform.masterKey, 'auth', workspace.id).toString('base64url');
  const engine = engines.get(key) ?? make(portal.origin, secret());
  engines.delete(key);
  engines.set(key, engine);
  const oldest = engines.keys().next().value;
  if (engines.size > MAX_ENGINES && oldest !== undefined) engines.delete(oldest);
  return engine;
}
