import type { FormSubmissionResult } from '@hotwired/turbo';

/** How sending a form ended: accepted, shown again with errors, given back as it was, met by the sign-in page, or never really answered. */
export type Outcome = 'sent' | 'refused' | 'kept' | 'signed-out' | 'failed';

interface Response {
  redirected: boolean;
  statusCode: number;
  location: { pathname: string; search: string };
  header(name: string): string | null | undefined;
}

interface Answer {
  success: boolean;
  fetchResponse?: Response;
}

/** `from` is the page the form was on: forms of the sign-in pages themselves land there rightly. */
export function outcomeOf(answer: Answer | FormSubmissionResult, from: { pathname: string }): Outcome {
  const response = answer.fetchResponse;
  if (!response || response.statusCode >= 500 || isRefusal(response)) return 'failed';
  if (isSignedOut(response) && !isSignIn(from)) return 'signed-out';
  if (response.redirected && isGivenBack(response.location, from)) return 'kept';
  return answer.success ? 'sent' : 'refused';
}

// It is on its page again, to be sent once more or not: it said something else than the first time, which had arrived.
const isGivenBack = ({ pathname, search }: Response['location'], from: { pathname: string }): boolean =>
  pathname === from.pathname && new URLSearchParams(search).get('kept') === '1';

/** The session has ended, or its cookie has gone and with it the proof of every form. */
export function isSignedOut(response: Response): boolean {
  return (response.redirected && isSignIn(response.location)) || response.header('x-portico-problem') === 'stale';
}

/** An error page: there is no form on it to go on with. */
export function isRefusal(response: Pick<Response, 'header'>): boolean {
  return /^(?:refused|deleted)$/.test(response.header('x-portico-problem') ?? '');
}

export function isSignIn(address: { pathname: string }): boolean {
  return address.pathname === '/sign-in' || address.pathname.startsWith('/sign-in/');
}
