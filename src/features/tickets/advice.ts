import type { Child } from 'hono/jsx';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';

/** What another feature shows while a ticket is being written: beside the form, and what that needs behind the page. */
export interface Advice {
  beside: Child;
  after: Child;
}

type Adviser = (ctx: CtxOf<Contact>, guard: Guarded) => Advice | null;

let adviser: Adviser = () => null;

/** Called once, by src/app/features.ts. */
export function installAdvice(installed: Adviser): void {
  adviser = installed;
}

export const adviceBeside: Adviser = (ctx, guard) => adviser(ctx, guard);
