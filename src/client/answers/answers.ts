import { delegate, onPage } from '../delegate.ts';
import { leaveByBack, readAnswer } from './reading.ts';

/** Nobody is asked for an answer to half a word. */
const PAUSE = 450;
const LEAST = 4;
const SOLVED = 'portico-solved';

let timer: number | undefined;
let asked = '';
let question = 0;

/** While the subject of a ticket is written, `#answers` beside it fills with articles that may answer it. */
export function suggestAnswers(): void {
  delegate('input', '#new-ticket [name=subject]', () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  delegate('click', '#answers [data-part=enough]', dismiss);
  delegate('click', 'a[data-answer]', (event, link) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !place()?.contains(link)) return;
    event.preventDefault();
    readAnswer(link as HTMLAnchorElement, place()?.dataset.token ?? '');
  });
  leaveByBack();
  document.addEventListener('portico:sent', ({ target }) => {
    // What they had written stays, for whoever was wrong about that; it is not asked about again by itself.
    if (target instanceof HTMLFormElement && target.id === 'solution')
      sessionStorage.setItem(SOLVED, subject()?.value.trim() ?? '');
  });
  onPage(() => {
    // A form that comes back, or one that was begun elsewhere, has a subject already.
    if (place()?.dataset.begun === undefined) {
      asked = '';
      place()?.setAttribute('data-begun', '');
      timer = window.setTimeout(ask, PAUSE);
    }
  });
}

const place = (): HTMLElement | null => document.getElementById('answers');
const subject = (): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>('#new-ticket input[name=subject]');

async function ask(): Promise<void> {
  const [here, text] = [place(), subject()?.value.trim() ?? ''];
  if (!here || text === asked || text === sessionStorage.getItem(SOLVED)) return;
  asked = text;
  question += 1;
  const own = question;
  if (text.length < LEAST) return show(here);
  const response = await fetch(here.dataset.answers ?? '', {
    method: 'POST',
    headers: { 'X-CSRF-Token': here.dataset.token ?? '' },
    body: new URLSearchParams({ subject: text }),
  }).catch(() => undefined);
  if (own !== question || !here.isConnected) return;
  // Without an answer the form is as good as before; what was found for other words is none.
  if (!response?.ok) return show(here);
  show(here, new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild);
}

function show(here: HTMLElement, found?: Element | null): void {
  const list = here.querySelector('[data-part=found]');
  // Whoever is in the list just now keeps it.
  if (!list || list.contains(document.activeElement)) return;
  list.replaceChildren(...[...(found?.childNodes ?? [])].map((node) => document.importNode(node, true)));
  say((found instanceof HTMLElement && found.dataset.said) || '');
}

function dismiss(): void {
  place()?.querySelector('[data-part=found]')?.replaceChildren();
  say('');
  document
    .querySelector<HTMLElement>('#new-ticket [name=body]:not([hidden]), #new-ticket [contenteditable=true]')
    ?.focus();
}

function say(words: string): void {
  const status = document.getElementById('answers-said');
  if (status && status.textContent !== words) status.textContent = words;
}
