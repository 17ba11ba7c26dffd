/** A text that somebody goes on writing. */
const written = (): Element | null => document.querySelector('form[data-goes-on]');

/**
 * Runs `change` and leaves the text that somebody writes where it stands on the screen, whatever came or went above it: a click
 * that is on its way lands where it was meant.
 */
export function keepingPlace(change: () => void): void {
  const before = written()?.getBoundingClientRect().top;
  change();
  const after = written()?.getBoundingClientRect().top;
  if (before !== undefined && after !== undefined && after !== before)
    scrollBy({ top: after - before, behavior: 'instant' });
}
