import type { Shown } from '#platform/http/rebased.ts';
import type { OpenTo } from './gate.ts';

/** The fields of one gate in a form: `support-to`, and `support-segments` for each group that is ticked. */
export const gateNames = (object: string) => ({ to: `${object}-to`, segments: `${object}-segments` });

/** What the fields of one gate hold. */
export const shownGate = (object: string, open: OpenTo): Shown => ({
  [gateNames(object).to]: open.to,
  [gateNames(object).segments]: open.to === 'segments' ? open.segments : [],
});

interface Source {
  get: (name: string) => string | undefined;
  all: (name: string) => string[];
}

/** What a form says of one gate; null when it says nothing of it. `segments` without one is no answer. */
export function readGate(form: Source, object: string): OpenTo | 'none chosen' | null {
  const names = gateNames(object);
  const to = form.get(names.to);
  if (to === 'everyone' || to === 'nobody') return { to };
  if (to !== 'segments') return null;
  const segments = [...new Set(form.all(names.segments))];
  return segments.length > 0 ? { to, segments } : 'none chosen';
}
