/** Runs `change` and gives the focus back when the focused element was rebuilt: it is found again by its id. */
export function keepingFocus(change: () => void): void {
  const before = document.activeElement;
  change();
  restore(before);
}

/** The same for morphs that Turbo runs. Its answer is waited for and read by then; a key may have moved the focus meanwhile. */
export function keepFocus(): void {
  document.addEventListener('turbo:before-render', ({ detail }) => {
    if (detail.renderMethod !== 'morph') return;
    const { render } = detail;
    detail.render = (current, next) => keepingFocus(() => render(current, next));
  });
}

function restore(before: Element | null): void {
  if (!before?.id || (document.activeElement && document.activeElement !== document.body)) return;
  document.getElementById(before.id)?.focus({ preventScroll: true });
}
