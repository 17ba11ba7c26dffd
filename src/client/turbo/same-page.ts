import { type FetchResponse, session } from '@hotwired/turbo';

interface History {
  restorationIdentifier: string;
  replace(location: URL, restorationIdentifier: string): void;
}

const { history } = session as unknown as { history: History };

/** What an address says of how one came to its page, not of which page it is. */
const ARRIVAL = ['from', 'kept', 'back'];

/**
 * An answer that leads to the page its form stands on is a morph: what is typed meanwhile stays. Turbo asks whether the addresses are the
 * same, and the place that one had come to is part of the page's and never of an answer's.
 */
export function stayOnSamePage(): void {
  document.addEventListener('turbo:before-fetch-response', ({ target, detail }) => {
    const { redirected, location: next } = detail.fetchResponse as FetchResponse;
    if (target instanceof HTMLFormElement && redirected && pageOf(next) === pageOf(location))
      history.replace(next, history.restorationIdentifier);
  });
}

function pageOf({ href }: { href: string }): string {
  const { pathname, searchParams } = new URL(href);
  for (const name of ARRIVAL) searchParams.delete(name);
  return `${pathname}?${searchParams}`;
}
