import type { FormSubmissionResult } from '@hotwired/turbo';

/** How sending a form ended: accepted, shown again with errors, met by the sign-in page, or never really answered. */
export type Outcome = 'sent' | 'refused' | 'signed-out' | 'failed';

interface Answer {
  success: boolean;
  fetchResponse?: { redirected: boolean; statusCode: number; location: { pathname: string } };
}

/** `from` is the page the form was on: forms of the sign-in pages themselves land there rightly. */
export function outcomeOf(answer: Answer | FormSubmissionResult, from: { pathname: string }): Outcome {
  const response = answer.fetchResponse;
  if (!response || response.statusCode >= 500) return 'failed';
  if (response.redirected && isSignIn(response.location) && !isSignIn(from)) return 'signed-out';
  return answer.success ? 'sent' : 'refused';
}

export function isSignIn(address: { pathname: string }): boolean {
  return address.pathname === '/sign-in' || address.pathname.startsWith('/sign-in/');
}
