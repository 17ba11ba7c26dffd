import { session } from '@hotwired/turbo';
import { isHeld } from '../forms/queue.ts';

/** A page that is being asked for, as Turbo keeps it. */
export interface Visit {
  /** `restore` when somebody went back or forward: Turbo shows the page as it was left, if it still has it. */
  action: 'advance' | 'replace' | 'restore';
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

/** What an address says of how one came to its page, and not of which page it is. */
const ARRIVAL = ['from', 'kept', 'back'];

/**
 * The page that a form leads back to is the same one, also where it was come to by the address of a place in it (`#newest`). Turbo would take it
 * for another: built anew, without what is typed and what waits there and what has the keyboard, and once more in the history.
 */
export function stayOnSamePage(): void {
  document.addEventListener('turbo:before-fetch-response', ({ target, detail }) => {
    const { redirected, location: next } = detail.fetchResponse;
    if (target instanceof HTMLFormElement && redirected && pageOf(next) === pageOf(location))
      history.replace(next, history.restorationIdentifier);
  });
}

function pageOf({ href }: { href: string }): string {
  const { pathname, searchParams } = new URL(href);
  for (const name of ARRIVAL) searchParams.delete(name);
  return `${pathname}?${searchParams}`;
}
