/** Where the text that somebody goes on writing begins: on the screen, and on the page. */
function begins() {
  const onScreen = document.querySelector('form[data-goes-on]')?.getBoundingClientRect().top ?? 0;
  return { onScreen, onPage: onScreen + scrollY };
}

/**
 * Runs `change` and leaves that text where it stands when something came or went above it: a click that is on its way lands where
 * it was meant.
 */
export function keepingPlace(change: () => void): void {
  const before = begins();
  change();
  const after = begins();
  if (Math.round(after.onPage) === Math.round(before.onPage)) return;
  scrollBy({ top: after.onScreen - before.onScreen, behavior: 'instant' });
}
