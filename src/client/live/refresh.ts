import { morphBodyElements } from '@hotwired/turbo';
import { awaitsRender } from '../forms/settle.ts';
import { keepingFocus } from '../keep/focus.ts';
import { keepingPlace } from '../keep/place.ts';
import { isShownOnce, pageHasWork } from '../keep/work.ts';
import { askToSignIn, readerOf } from '../session/again.ts';
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
  const page = new DOMParser().parseFromString(html, 'text/html');
  const another = response.ok && readerOf(page) !== readerOf(document);
  // Its own address shows other codes, or nothing; only who is signed out leaves it.
  if (isShownOnce() && !response.redirected && !another) return 'done';
  if (response.headers.get('x-portico-problem') === 'deleted' && pageHasWork() && sayDeleted(page)) return 'over';
  if (response.redirected || !response.ok || another) return leave(response, another);
  show(page);
  return 'done';
}

function isBusy(): boolean {
  return awaitsRender() || document.documentElement.hasAttribute('data-turbo-preview');
}

// The page has moved, is gone or is no longer this person's: they were signed out, or another has signed in. With work on
// it, it stays until they have done with it.
function leave(response: Response, another: boolean): Refreshed {
  if (!pageHasWork()) location.assign(response.redirected ? response.url : location.href);
  else if (another) askToSignIn();
  return 'over';
}

/** What somebody is writing cannot be saved any more: said where the page has a place for it (`data-says-deleted`), with their words kept. */
function sayDeleted(page: Document): boolean {
  const place = document.querySelector('[data-says-deleted]');
  const notice = document.createElement('div');
  notice.className = 'notice bad';
  const [title, text] = [document.createElement('b'), document.createElement('p')];
  title.textContent = page.querySelector('h1')?.textContent ?? '';
  text.append(title, ' ', page.querySelector('main p')?.textContent ?? '');
  notice.append(text);
  place?.replaceChildren(notice);
  return place !== null;
}

function show(page: Document): void {
  if (isOtherBuild(page)) {
    if (!pageHasWork()) location.reload();
    return;
  }
  for (const element of page.body.querySelectorAll('noscript')) element.remove();
  matchRoot(page);
  matchHead(page);
  keepingPlace(() =>
    keepingFocus(() => morphBodyElements(document.body as HTMLBodyElement, page.body as HTMLBodyElement)),
  );
}
