import { session } from '@hotwired/turbo';
import { onPage } from '../delegate.ts';
import { isShownOnce, pageHasWork } from '../keep/work.ts';
import { backoff } from './backoff.ts';
import { paced } from './pace.ts';
import { countRenders, refreshPage } from './refresh.ts';
import { openStream } from './stream.ts';

// Browsers allow six connections to a host over HTTP/1.1. Tabs in the background give theirs back: by themselves, and at once when another
// tab opens its own.
const ASLEEP_AFTER = 30_000;
const OPENED = 'portico:live';
/** Which of two tabs hears first that the one has taken the place of the other is not said. */
const AT_ONCE = 1000;

let token = '';
let close: (() => void) | undefined;
let retry = 0;
let failures = 0;
let unanswered = 0;
let missed = false;
let stale = false;
let due = 0;
let build = '';
let otherOpened = Number.NEGATIVE_INFINITY;

const ask = paced(refresh, { settle: 50, gap: 500 });

/** Keeps the page current: one stream per page, a refresh for each change, for each gap and each return to the tab. */
export function goLive(): void {
  countRenders();
  onPage(follow);
  onPage(askWhenDue);
  watchTab();
  watchOthers();
  window.addEventListener('online', reopen);
  document.addEventListener('portico:signed-in', () => ask());
  window.addEventListener('pagehide', hangUp);
  window.addEventListener('pageshow', (event) => event.persisted && wake());
}

function meta(): HTMLMetaElement | null {
  return document.head.querySelector<HTMLMetaElement>('meta[name="portico-live"]');
}

function follow(): void {
  const next = meta()?.content ?? '';
  if (next === token) return;
  hangUp();
  token = next;
  open();
}

// `data-lasts=MS`: what holds for so long and is told to nobody when it ends, as that a colleague is writing.
function askWhenDue(): void {
  clearTimeout(due);
  const places = [...document.querySelectorAll<HTMLElement>('[data-lasts]')];
  if (places.length > 0) due = window.setTimeout(want, Math.min(...places.map((place) => Number(place.dataset.lasts))));
}

function open(): void {
  if (!token || close || document.hidden) return;
  close = openStream(token, meta()?.dataset.since, {
    hello: greet,
    refresh: (cause) => !isOwn(cause) && want(),
    lost: comeBack,
  });
  tellOthers();
}

function tellOthers(): void {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // There one connection carries them all.
  if (/^h[23]/.test(page?.nextHopProtocol ?? '')) return;
  try {
    localStorage.setItem(OPENED, crypto.getRandomValues(new Uint32Array(1)).join());
    localStorage.removeItem(OPENED);
  } catch {
    // Nothing may be kept here: they give theirs back by themselves.
  }
}

function watchOthers(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== OPENED || newValue === null) return;
    otherOpened = performance.now();
    if (document.hidden) hangUp();
  });
}

function greet(running: string): void {
  failures = 0;
  document.dispatchEvent(new CustomEvent('portico:connected'));
  if (build && running && build !== running && !pageHasWork() && !isShownOnce()) location.reload();
  build ||= running;
  if (missed) want();
  missed = false;
}

// After two failed tries the token itself may be the reason: the page brings a new one, or says who is signed out.
function comeBack(reason: string | undefined): void {
  close = undefined;
  missed = true;
  if (reason === 'session') ask();
  retry = window.setTimeout(() => {
    retry = 0;
    if (failures >= 2) ask();
    open();
  }, backoff(failures));
  failures += 1;
}

function hangUp(): void {
  clearTimeout(retry);
  retry = 0;
  close?.();
  close = undefined;
}

function reopen(): void {
  if (!retry) return;
  clearTimeout(retry);
  retry = 0;
  open();
}

function wake(): void {
  if (token && !close) missed = true;
  clearTimeout(retry);
  retry = 0;
  open();
}

function watchTab(): void {
  let sleep = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(sleep);
    if (document.hidden) {
      sleep = window.setTimeout(hangUp, performance.now() - otherOpened < AT_ONCE ? 0 : ASLEEP_AFTER);
      return;
    }
    wake();
    if (stale) want();
  });
}

function want(): void {
  stale = document.hidden;
  if (!stale) ask();
}

async function refresh(): Promise<void> {
  const outcome = await refreshPage();
  if (outcome === 'overtaken') ask();
  if (outcome === 'over') hangUp();
  if (outcome === 'failed') setTimeout(want, backoff(unanswered));
  unanswered = outcome === 'failed' ? unanswered + 1 : 0;
}

// The page after one's own action is already the new one.
function isOwn(cause: string | undefined): boolean {
  const { recentRequests } = session as unknown as { recentRequests: Set<string> };
  return cause !== undefined && recentRequests.has(cause);
}
