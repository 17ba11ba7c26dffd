import { delegate } from '../delegate.ts';

const PAUSE = 120;

interface Answer {
  status: string;
  found: { href: string; title: string; lang?: string }[];
}

let asking: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const FIELD = '[data-suggest]';
const listAt = (at: Element | null) => at?.closest('search')?.querySelector<HTMLElement>('.help-suggested') ?? null;
const linksIn = (list: HTMLElement) => [...list.querySelectorAll('a')];

/**
 * What is found for what stands in the help center's field so far, below it. The field stays a field: the links are reached by Tab or by the
 * arrows, Enter leads to everything that is found, and without this script it does nothing else.
 */
async function ask(field: HTMLInputElement, list: HTMLElement): Promise<void> {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const typed = field.value.trim();
  if (typed.length < 2) return hide(list);
  const lang = new FormData(field.form ?? undefined).get('lang');
  const query = new URLSearchParams({ q: typed, ...(typeof lang === 'string' && { lang }) });
  try {
    const response = await fetch(`${field.dataset.suggest}?${query}`, {
      headers: { Accept: 'application/json' },
      signal,
    });
    if (!response.ok || response.redirected) return hide(list);
    const answer: Answer = await response.json();
    if (!signal.aborted) show(list, answer);
  } catch {
    if (!signal.aborted) hide(list);
  }
}

function show(list: HTMLElement, { status, found }: Answer): void {
  const rows = found.map(({ href, title, lang }) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: title, ...(lang && { lang }) });
    // As in the list of what was found: what is fetched ahead counts for nothing.
    link.dataset.turboPrefetch = 'false';
    const row = document.createElement('li');
    row.append(link);
    return row;
  });
  list.querySelector('ul')?.replaceChildren(...rows);
  const said = list.querySelector('[role=status]');
  if (said) said.textContent = status;
  list.toggleAttribute('data-open', rows.length > 0);
}

function hide(list: HTMLElement): void {
  asking?.abort();
  clearTimeout(timer);
  show(list, { status: '', found: [] });
}

// While a word is composed, too: a phone's keyboard composes every word, and says nothing more when it is done.
delegate('input', FIELD, (_, field) => {
  clearTimeout(timer);
  const list = listAt(field);
  if (list) timer = setTimeout(() => ask(field as HTMLInputElement, list), PAUSE);
});

delegate('keydown', 'search', (event, search) => {
  const list = listAt(search);
  if (!list?.hasAttribute('data-open') || event.isComposing) return;
  const field = search.querySelector<HTMLInputElement>(FIELD);
  if (event.key === 'Escape') {
    event.preventDefault();
    field?.focus();
    return hide(list);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = linksIn(list);
  const to = links.indexOf(document.activeElement as HTMLAnchorElement) + step;
  (links[to] ?? (to < 0 ? field : links[0]))?.focus();
});

// Whoever goes elsewhere is done with it.
delegate('focusout', 'search', (event, search) => {
  const list = listAt(search);
  if (list && event.relatedTarget instanceof Node && !search.contains(event.relatedTarget)) hide(list);
});
document.addEventListener('click', ({ target }) => {
  for (const list of document.querySelectorAll<HTMLElement>('.help-suggested[data-open]'))
    if (!(target instanceof Node && list.closest('search')?.contains(target))) hide(list);
});

// A visitor's page has no palette: its keys lead to the one field there is.
document.addEventListener('keydown', (event) => {
  const field = document.querySelector<HTMLInputElement>(FIELD);
  if (!field || event.defaultPrevented || document.querySelector('[data-palette]')) return;
  const isWriting = event.target instanceof Element && event.target.matches('input, textarea, select');
  const isSlash = event.key === '/' && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey;
  const isPalette =
    (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k';
  if (!isSlash && !isPalette) return;
  event.preventDefault();
  field.focus();
  field.select();
});
