import { onPage } from '../delegate.ts';

/**
 * Who has read a thread to its end goes on seeing its end when something is added there, and who is told that a colleague
 * was faster sees what they wrote: both would otherwise stand behind the composer, which stays at the foot of the pane.
 */
export function keepEndInView(): void {
  let atEnd = false;
  let refused = false;
  const measure = () => {
    atEnd = hidden() <= 0;
  };
  document.addEventListener('portico:refused', ({ target }) => {
    refused = target instanceof HTMLFormElement && target.closest('.answering') !== null;
  });
  document.addEventListener('scroll', measure, { capture: true, passive: true });
  document.addEventListener('turbo:render', () => {
    if (refused) showAnswering();
    refused = false;
  });
  document.addEventListener('turbo:morph', () => atEnd && showEnd());
  onPage(measure);
}

const answering = () => document.querySelector<HTMLElement>('.answering');

/** How many pixels of the thread's end are out of sight. */
function hidden(): number {
  const thread = document.getElementById('thread');
  const place = answering();
  if (!thread || !place) return 0;
  return thread.getBoundingClientRect().bottom - Math.min(innerHeight, place.getBoundingClientRect().top);
}

function showEnd(): void {
  if (hidden() > 0) scroller()?.scrollBy(0, hidden());
}

function showAnswering(): void {
  const place = answering();
  if (place && getComputedStyle(place).position === 'sticky') scroller()?.scrollTo(0, scroller()?.scrollHeight ?? 0);
  else place?.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
}

function scroller(): Element | null {
  const pane = document.querySelector('.pane-detail');
  return pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY !== 'visible'
    ? pane
    : document.scrollingElement;
}
