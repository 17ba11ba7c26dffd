import { delegate, onPage } from '../delegate.ts';

/** Around the composer at the foot of the pane nothing of the thread is to be seen. */
const EDGE = 12;

/**
 * Who has read a thread to its end goes on seeing its end when something is added there, who reads further up is told of it,
 * and who is told that a colleague was faster sees what they wrote: all would otherwise stand behind the composer, which
 * stays at the foot of the pane. What has come by itself is said to who listens, too.
 */
export function keepEndInView(): void {
  let atEnd = false;
  let refused = false;
  let last = lastMessage();
  const measure = () => {
    atEnd = hidden() <= 0;
    if (atEnd) tell(false);
  };
  document.addEventListener('portico:refused', ({ target }) => {
    refused = target instanceof HTMLFormElement && target.closest('.answering') !== null;
  });
  document.addEventListener('scroll', measure, { capture: true, passive: true });
  document.addEventListener('turbo:load', () => {
    last = lastMessage();
    tell(false);
    announce('');
  });
  document.addEventListener('turbo:render', () => {
    if (refused) showAnswering();
    refused = false;
  });
  document.addEventListener('turbo:morph', () => {
    const message = lastMessage();
    const news = (last && message !== last && document.getElementById('thread')?.dataset.newest) || '';
    last = message;
    if (news) announce(news);
    if (atEnd) showEnd();
    else if (news) tell(true);
  });
  delegate('click', '#below button', showEnd);
  onPage(measure);
}

const answering = () => document.querySelector<HTMLElement>('.answering');

const lastMessage = () => [...document.querySelectorAll('#thread > .message[id]')].at(-1)?.id ?? '';

/** Held, so that the next refresh does not take away what is just being read out. */
function announce(words: string): void {
  const place = document.getElementById('arrived');
  if (!place) return;
  place.toggleAttribute('data-held', words !== '');
  place.textContent = words;
}

/** That something was added below stays said through the next refresh, until its reader is there. */
function tell(added: boolean): void {
  const place = document.getElementById('below');
  const words = place?.parentElement?.querySelector<HTMLTemplateElement>('template#below-words');
  if (!place || !words || place.hasAttribute('data-held') === added) return;
  place.toggleAttribute('data-held', added);
  place.replaceChildren(...(added ? [words.content.cloneNode(true)] : []));
}

/** How many pixels of the thread's end are out of sight. */
function hidden(): number {
  const thread = document.getElementById('thread');
  const place = answering();
  if (!thread || !place) return 0;
  return thread.getBoundingClientRect().bottom - Math.min(innerHeight, place.getBoundingClientRect().top - EDGE);
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
