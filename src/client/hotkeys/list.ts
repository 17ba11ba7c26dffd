import { onPage } from '../delegate.ts';

/** The lines of the list that can be seen, in order. */
export function linesOfList(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-list-item]')].filter((item) => item.checkVisibility());
}

/** Where the line stood that was last open or had the keyboard, of the list that is on the page. */
let last: { list: string; place: number } | undefined;

/** Beside a list of what is worked through, as the inbox: what has been dealt with leaves it, and its place is gone on from. */
export function rememberPlace(): void {
  onPage(() => note(linesOfList()));
}

function note(items: HTMLElement[]): void {
  const list = listOf(items);
  const place = placeIn(items);
  if (list === undefined || (place < 0 && last?.list !== list)) last = undefined;
  else if (place >= 0) last = { list, place };
}

// The same view with the same filters: all its lines lead on with them.
function listOf([first]: HTMLElement[]): string | undefined {
  return first instanceof HTMLAnchorElement && first.dataset.itemHotkeys ? first.search : undefined;
}

function placeIn(items: HTMLElement[]): number {
  const focused = items.indexOf(document.activeElement as HTMLElement);
  return focused >= 0 ? focused : items.findIndex((item) => item.hasAttribute('aria-current'));
}

/**
 * J and K, and the arrows once inside, move among `[data-list-item]` links; Enter, being a link's own key, opens.
 * Starts at the focused item, else at the open one (`aria-current`), else where the last of these stood, else at the top.
 */
export function moveInList(stroke: string): boolean {
  const items = linesOfList();
  const step = stepOf(stroke, items.includes(document.activeElement as HTMLElement));
  if (step === 0 || items.length === 0) return false;
  const next = items[nextPlace(items, step)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  note(items);
  return true;
}

function nextPlace(items: HTMLElement[], step: 1 | -1): number {
  const at = placeIn(items);
  if (at >= 0) return at + step;
  const end = items.length - 1;
  if (!last) return step > 0 ? 0 : end;
  // The next one has moved up into the place of the one that has left.
  return Math.min(Math.max(step > 0 ? last.place : last.place - 1, 0), end);
}

function stepOf(stroke: string, inside: boolean): 0 | 1 | -1 {
  if (stroke === 'j' || (inside && stroke === 'arrowdown')) return 1;
  if (stroke === 'k' || (inside && stroke === 'arrowup')) return -1;
  return 0;
}
