import { session } from '@hotwired/turbo';
import { onPage } from '../delegate.ts';
import { isShownOnce, pageHasWork } from '../keep/work.ts';
import { backoff } from './backoff.ts';
import { paced } from './pace.ts';
import { takingTurns } from './places.ts';
import { countRenders, refreshPage } from './refresh.ts';
import { openStream } from './stream.ts';

// A tab in the background gives its connection back, at once when another tab needs one.
const ASLEEP_AFTER = 30_000;
// A window in sight whose stream another one needed asks for it again.
const TURN_AFTER = 15_000;

let token = '';
let close: (() => void) | undefined;
let retry = 0;
let failures = 0;
let unanswered = 0;
let missed = false;
let stale = false;
let due = 0;
let build = '';

const ask = paced(refresh, { settle: 50, gap: 500 });
const say = takingTurns(yieldPlace);

/** Keeps the page current: one stream per page, a refresh for each change, for each gap and each return to the tab. */
export function goLive(): void {
  countRenders();
  onPage(follow);
  onPage(askWhenDue);
  watchTab();
  window.addEventListener('online', reopen);
  window.addEventListener('focus', reopen);
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
  say(true);
  close = openStream(token, meta()?.dataset.since, {
    hello: greet,
    refresh: (cause) => !isOwn(cause) && want(),
    lost: comeBack,
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
  say(false);
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
  if (!close) return;
  close();
  close = undefined;
  say(false);
}

function yieldPlace(): void {
  if (!close) return;
  hangUp();
  missed = true;
  retry = window.setTimeout(reopen, TURN_AFTER);
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
      sleep = window.setTimeout(hangUp, ASLEEP_AFTER);
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
