import type { Ctx } from '#platform/http/context.ts';
import type { Crumb } from '#platform/ui/shell.tsx';
import { say } from './messages.ts';
import type { Segment } from './segment.ts';

/** The way to a page of segments. */
export function crumbs({ reader }: Ctx, segment?: Segment | null, last?: string): Crumb[] {
  const way: Crumb[] = [
    { label: say(reader, 'customers'), href: '/customers' },
    { label: say(reader, 'title'), href: '/customers/segments' },
    ...(segment ? [{ label: segment.name, href: `/customers/segments/${segment.id}` }] : []),
    ...(last ? [{ label: last }] : []),
  ];
  return way.map((crumb, at) => (at === way.length - 1 ? { label: crumb.label } : crumb));
}
