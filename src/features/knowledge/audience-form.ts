import type { OpenTo } from '#features/gates/index.ts';
import type { Form } from '#platform/http/form.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { type Audience, isAudience } from './article.ts';

export interface ChosenAudience {
  audience: Audience;
  segments: string[];
}

/** What a form says of who reads; an error when it says nothing, or segments without one. */
export function readAudience(
  form: Form,
): ChosenAudience & { open?: OpenTo; error?: 'error.audience' | 'error.segments' } {
  const said = form.get('audience');
  const segments = [...new Set(form.all('segment'))].slice(0, 200);
  if (!isAudience(said)) return { audience: 'public', segments, error: 'error.audience' };
  if (said !== 'segment') return { audience: said, segments: [] };
  if (segments.length === 0) return { audience: said, segments, error: 'error.segments' };
  return { audience: said, segments, open: { to: 'segments', segments } };
}

/** What the fields of it hold; segments are shown to whoever may choose them. */
export const shownAudience = ({ audience, segments }: ChosenAudience, maySegment: boolean): Shown => ({
  audience,
  ...(maySegment ? { segment: segments } : {}),
});

/** Who reads is one answer: two that were given at once do not make a third. */
export const ONE_ANSWER = [['audience', 'segment']];

export const chosenOf = (audience: Audience, open: OpenTo | undefined): ChosenAudience => ({
  audience,
  segments: open?.to === 'segments' ? open.segments : [],
});
