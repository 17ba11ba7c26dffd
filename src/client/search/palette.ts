import { delegate } from '../delegate.ts';
import { csrfToken } from '../forms/csrf.ts';

const PAUSE = 70;

/** What the palette was last told, to be said once it is done with. */
let told = { typed: '', found: 0 };
let asking: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What the palette does while it is open. It comes with the first opening (open.ts), and with the page of the search. */
function live(): void {
  delegate('input', '#palette-input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  delegate('keydown', '#palette-input', (event) => {
    if (!event.isComposing) steer(event);
  });
  delegate('submit', '.palette-search', (event) => {
    // Enter chooses an option; without one the form leads to the page of the search.
    if (!chosen()) return;
    event.preventDefault();
  });
  delegate('click', '#palette .option', (event, option) => {
    tell(option.dataset.opensKind ?? null, 'palette');
    told = { typed: '', found: 0 };
    if (!event.metaKey && !event.ctrlKey && !event.shiftKey) paletteOf()?.close();
  });
  delegate('pointermove', '#palette .option', (_, option) => choose(option));
  document.addEventListener('close', closed, true);
  delegate('click', '[data-searched] a[data-opens-kind]', (_, link) => {
    const page = link.closest<HTMLElement>('[data-searched]');
    say(page?.dataset.searched ?? '', Number(page?.dataset.found ?? 0), link.dataset.opensKind ?? null, 'page');
    page?.removeAttribute('data-searched');
  });
}

const paletteOf = () => document.getElementById('palette') as HTMLDialogElement | null;
const fieldOf = () => document.getElementById('palette-input') as HTMLInputElement | null;
const listOf = () => document.getElementById('palette-list');
const optionsIn = () => [...(listOf()?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];
const chosen = () => listOf()?.querySelector<HTMLElement>('[aria-selected=true]') ?? null;

function closed(event: Event): void {
  const palette = paletteOf();
  if (event.target !== palette) return;
  palette?.removeAttribute('data-held');
  asking?.abort();
  clearTimeout(timer);
  tell(null, 'palette');
  told = { typed: '', found: 0 };
}

/** Fills the list for what stands in the field, even if that is nothing. */
export async function ask(): Promise<void> {
  const [field, list] = [fieldOf(), listOf()];
  if (!field || !list) return;
  // A page that is refreshed under it has an empty one.
  paletteOf()?.setAttribute('data-held', '');
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const typed = field.value.trim();
  list.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`/search/palette?q=${encodeURIComponent(typed)}`, {
      headers: { Accept: 'text/vnd.portico.palette' },
      signal,
    });
    // Signed out meanwhile: the page of the search asks to sign in, and comes back with what was typed.
    if (response.redirected) return location.assign(`/search?q=${encodeURIComponent(typed)}`);
    if (!response.ok) return failed(list);
    show(list, new DOMParser().parseFromString(await response.text(), 'text/html'), typed);
  } catch {
    if (!signal.aborted) failed(list);
  } finally {
    if (!signal.aborted) list.removeAttribute('aria-busy');
  }
}

function show(list: HTMLElement, page: Document, typed: string): void {
  const answer = page.querySelector<HTMLElement>('[data-palette-answer]');
  if (!answer) {
    failed(list);
    return;
  }
  list.replaceChildren(...answer.childNodes);
  list.scrollTop = 0;
  const status = document.getElementById('palette-status');
  if (status) status.textContent = answer.dataset.status ?? '';
  told = { typed, found: Number(answer.dataset.found ?? 0) };
  choose(optionsIn()[0]);
}

function failed(list: HTMLElement): void {
  list.replaceChildren();
  const status = document.getElementById('palette-status');
  if (status) status.textContent = list.dataset.failed ?? '';
  choose(undefined);
}

function choose(option: HTMLElement | undefined): void {
  for (const other of optionsIn()) other.setAttribute('aria-selected', String(other === option));
  const field = fieldOf();
  if (option) field?.setAttribute('aria-activedescendant', option.id);
  else field?.removeAttribute('aria-activedescendant');
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at >= last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  PageDown: (at, last) => Math.min(last, at + 5),
  PageUp: (at) => Math.max(0, at - 5),
};

function steer(event: KeyboardEvent): void {
  if (event.key === 'Enter') enter(event);
  const step = STEPS[event.key];
  const all = optionsIn();
  if (!step || all.length === 0) return;
  event.preventDefault();
  const next = all[step(all.indexOf(chosen() as HTMLElement), all.length - 1)];
  choose(next);
  next?.scrollIntoView({ block: 'nearest' });
}

function enter(event: KeyboardEvent): void {
  const option = chosen();
  if (!option) return;
  event.preventDefault();
  // As the mouse would, with the keys that are held: they mean a new tab.
  const { metaKey, ctrlKey, shiftKey } = event;
  option.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, metaKey, ctrlKey, shiftKey }));
}

function tell(opened: string | null, place: 'palette'): void {
  if (told.typed) say(told.typed, told.found, opened, place);
}

/** What became of a search, for whoever writes articles: customers' pages say so, the team's do not. */
function say(typed: string, found: number, opened: string | null, place: 'page' | 'palette'): void {
  if (!typed || document.body.dataset.side !== 'customer') return;
  const body = new URLSearchParams({ q: typed, place, found: String(found), ...(opened && { opened }) });
  fetch('/search/outcome', {
    method: 'POST',
    body,
    headers: { 'X-CSRF-Token': csrfToken(document.body) },
    keepalive: true,
  }).catch(() => {});
}

live();
