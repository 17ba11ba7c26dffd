import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';

/** Asks who somebody is before what a stolen session must not do: identity's, which knows roles and is not known here. */
type AskProof = (ctx: CtxOf<Member>, c: Context<Env>) => Promise<Response | undefined>;

let installed: AskProof = () => Promise.reject(new Error('nothing asks for a proof yet'));

/** Called once, by app/features.ts. */
export function installProof(ask: AskProof): void {
  installed = ask;
}

export const askProof: AskProof = (ctx, c) => installed(ctx, c);
