import type { CustomerFilter } from '../customers.ts';

/** The address of a view of the list; the defaults are left out of it. */
export function customersAddress(filter: CustomerFilter, place: { after?: string; before?: string } = {}): string {
  const query = new URLSearchParams();
  if (filter.query) query.set('q', filter.query);
  if (filter.view !== 'all') query.set('view', filter.view);
  if (filter.sort !== 'activity') query.set('sort', filter.sort);
  for (const [name, value] of Object.entries(place)) query.set(name, value);
  return query.size > 0 ? `/customers?${query}` : '/customers';
}
