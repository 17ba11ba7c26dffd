import { type Draft, writeConditions } from '#features/segments/index.ts';
import type { CustomerFilter } from '../customers.ts';

/** The address of a view of the list; the defaults are left out of it. */
export function customersAddress(filter: CustomerFilter, place: { after?: string; before?: string } = {}): string {
  const query = new URLSearchParams();
  if (filter.query) query.set('q', filter.query);
  if (filter.view !== 'all') query.set('view', filter.view);
  if (filter.segment) query.set('segment', filter.segment);
  if (filter.sort !== 'activity') query.set('sort', filter.sort);
  writeConditions(query, filter.drafts);
  for (const [name, value] of Object.entries(place)) query.set(name, value);
  return query.size > 0 ? `/customers?${query}` : '/customers';
}

/** A new segment of whom the list shows now; none where a rule could not say it. */
export function segmentAddress(filter: CustomerFilter, me: string, chosen: Draft[] | null): string | undefined {
  if (filter.view === 'waiting' || (filter.segment && !chosen)) return undefined;
  const drafts: Draft[] = [...(chosen ?? []), ...filter.drafts];
  if (filter.query) drafts.push({ on: 'name', op: 'has', values: [filter.query] });
  if (filter.view === 'mine') drafts.push({ on: 'team', op: 'any', values: [me] });
  if (filter.view === 'unseen') drafts.push({ on: 'joined', op: 'is', values: ['0'] });
  if (filter.view === 'archived') drafts.push({ on: 'status', op: 'any', values: ['archived'] });
  if (drafts.length === 0) return undefined;
  const query = new URLSearchParams({ match: 'all' });
  writeConditions(query, drafts);
  return `/customers/segments/new?${query}`;
}
