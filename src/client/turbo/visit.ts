import { session } from '@hotwired/turbo';

/** A page that is being asked for, as Turbo keeps it. */
export interface Visit {
  state: 'initialized' | 'started' | 'canceled' | 'failed' | 'completed';
  fail(): void;
}

/** The last page that was asked for; it may have come long ago. */
export function currentVisit(): Visit | undefined {
  return (session as unknown as { navigator: { currentVisit?: Visit } }).navigator.currentVisit;
}

/** Whether another page has been asked for and is not there yet. */
export const isLeaving = (): boolean => ['initialized', 'started'].includes(currentVisit()?.state ?? '');
