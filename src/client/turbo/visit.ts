import { session } from '@hotwired/turbo';
import { isHeld } from '../forms/queue.ts';

/** A page that is being asked for, as Turbo keeps it. */
export interface Visit {
  state: 'initialized' | 'started' | 'canceled' | 'failed' | 'completed';
  fail(): void;
}

/** A form on its way; one that is safe, as a search, becomes a visit with its answer. */
interface Submission {
  state: 'initialized' | 'requesting' | 'waiting' | 'receiving' | 'stopping' | 'stopped';
  isSafe: boolean;
}

const { navigator, history } = session as unknown as {
  navigator: { currentVisit?: Visit; formSubmission?: Submission };
  history: { restorationIdentifier: string; replace(location: URL, restorationIdentifier: string): void };
};

/** The last page that was asked for; it may have come long ago. */
export const currentVisit = (): Visit | undefined => navigator.currentVisit;

/** Whether another page has been asked for and is not there yet. */
export const isLeaving = (): boolean =>
  isHeld() || ['initialized', 'started'].includes(currentVisit()?.state ?? '') || isAsking(navigator.formSubmission);

const isAsking = (submission: Submission | undefined): boolean =>
  submission?.isSafe === true && !['stopping', 'stopped'].includes(submission.state);

/**
 * The page that a form leads back to is the same one, also where it was come to by the address of a place in it (`#newest`). Turbo would take it
 * for another: built anew, without the forms that wait there and what has the keyboard, and once more in the history.
 */
export function forgetPlaceWhenSent(): void {
  document.addEventListener('turbo:submit-start', ({ detail }) => {
    if (detail.formSubmission.isSafe || !location.hash) return;
    history.replace(new URL(location.pathname + location.search, location.origin), history.restorationIdentifier);
  });
}
