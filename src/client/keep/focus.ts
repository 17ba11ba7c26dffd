/** Runs `change` and gives the focus back when the focused element was rebuilt: it is found again by its id. */
export function keepingFocus(change: () => void): void {
  const before = document.activeElement;
  change();
  restore(before);
}

/** The same for morphs that Turbo runs. */
export function keepFocus(): void {
  let before: Element | null = null;
  document.addEventListener('turbo:before-render', (event) => {
    before = event.detail.renderMethod === 'morph' ? document.activeElement : null;
  });
  document.addEventListener('turbo:render', () => {
    restore(before);
    before = null;
  });
}

function restore(before: Element | null): void {
  if (!before?.id || (document.activeElement && document.activeElement !== document.body)) return;
  document.getElementById(before.id)?.focus({ preventScroll: true });
}
