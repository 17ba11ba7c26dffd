import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import type { Editing } from '../editor-contents.ts';

/** What every part beside the text is told. */
export interface AsideProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  editing: Editing;
}

/** For one more form of the same page. */
export const fresh = (guard: Guarded): Guarded => ({ ...guard, once: crypto.randomUUID(), kept: false });
