import { morphBodyElements } from '@hotwired/turbo';
import { isSignIn } from '../forms/outcome.ts';
import { awaitsRender } from '../forms/settle.ts';
import { keepingFocus } from '../keep/focus.ts';
import { pageHasWork } from '../keep/work.ts';
import { askToSignIn } from '../turbo/failures.ts';
import { matchRoot } from '../turbo/landing.ts';
import { isOtherBuild, matchHead } from './head.ts';

/** `overtaken`: something else rendered meanwhile, ask again. `failed`: no answer, try later. `over`: no use. */
export type Refreshed = 'done' | 'overtaken' | 'failed' | 'over';

let renders = 0;

export function countRenders(): void {
  document.addEventListener('turbo:render', () => {
    renders += 1;
  });
}

/**
 * Fetches this page as its reader may see it now and morphs it in. Not a Turbo visit: a visit breaks off a form that is
 * being sent, and answers a server that is just restarting by leaving for the browser's error page.
 */
export async function refreshPage(): Promise<Refreshed> {
  const address = location.href;
  const rendersBefore = renders;
  const response = await fetch(address, {
    headers: { Accept: 'text/html', 'X-Portico-Refresh': 'live' },
    cache: 'no-store',
  }).catch(() => undefined);
  if (!response || response.status >= 500 || response.status === 429) return 'failed';
  const html = await response.text().catch(() => undefined);
  if (html === undefined) return 'failed';
  if (location.href !== address || renders !== rendersBefore || isBusy()) return 'overtaken';
  if (response.redirected || !response.ok) return leave(response);
  show(new DOMParser().parseFromString(html, 'text/html'));
  return 'done';
}

function isBusy(): boolean {
  return awaitsRender() || document.documentElement.hasAttribute('data-turbo-preview');
}

// The page has moved, is gone or is no longer this person's. With work on it, it stays until they have done with it.
function leave(response: Response): Refreshed {
  const signedOut = response.redirected && isSignIn(new URL(response.url));
  if (signedOut && askToSignIn()) return 'over';
  if (!pageHasWork()) location.assign(response.redirected ? response.url : location.href);
  return 'over';
}

function show(page: Document): void {
  if (isOtherBuild(page)) {
    if (!pageHasWork()) location.reload();
    return;
  }
  for (const element of page.body.querySelectorAll('noscript')) element.remove();
  matchRoot(page);
  matchHead(page);
  keepingFocus(() => morphBodyElements(document.body as HTMLBodyElement, page.body as HTMLBodyElement));
}
