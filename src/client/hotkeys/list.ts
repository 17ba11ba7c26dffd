/** The lines of the list that can be seen, in order. */
export function linesOfList(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-list-item]')].filter((item) => item.checkVisibility());
}

/**
 * J and K, and the arrows once inside, move among `[data-list-item]` links; Enter, being a link's own key, opens.
 * Starts at the focused item, else at the open one (`aria-current`), else at the top.
 */
export function moveInList(stroke: string): boolean {
  const items = linesOfList();
  const focused = items.indexOf(document.activeElement as HTMLElement);
  const step = stepOf(stroke, focused >= 0);
  if (step === 0 || items.length === 0) return false;
  const at = focused >= 0 ? focused : items.findIndex((item) => item.hasAttribute('aria-current'));
  const next = at < 0 ? items[step > 0 ? 0 : items.length - 1] : items[at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

function stepOf(stroke: string, inside: boolean): number {
  if (stroke === 'j' || (inside && stroke === 'arrowdown')) return 1;
  if (stroke === 'k' || (inside && stroke === 'arrowup')) return -1;
  return 0;
}
