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

const { navigator } = session as unknown as { navigator: { currentVisit?: Visit; formSubmission?: Submission } };

/** The last page that was asked for; it may have come long ago. */
export const currentVisit = (): Visit | undefined => navigator.currentVisit;

/** Whether another page has been asked for and is not there yet. */
export const isLeaving = (): boolean =>
  isHeld() || ['initialized', 'started'].includes(currentVisit()?.state ?? '') || isAsking(navigator.formSubmission);

const isAsking = (submission: Submission | undefined): boolean =>
  submission?.isSafe === true && !['stopping', 'stopped'].includes(submission.state);
