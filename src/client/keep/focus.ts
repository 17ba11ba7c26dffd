import { linesOfList } from '../hotkeys/list.ts';

/**
 * Runs `change` and gives the focus back when the focused element was rebuilt: it is found again by its id. Of a line that
 * has left its list, the one that stands in its place has it, else the last.
 */
export function keepingFocus(change: () => void): void {
  const before = document.activeElement;
  const place = linesOfList().indexOf(before as HTMLElement);
  change();
  restore(before);
  if (place < 0 || !isNowhere()) return;
  const lines = linesOfList();
  lines[Math.min(place, lines.length - 1)]?.focus({ preventScroll: true });
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
  if (before?.id && isNowhere()) document.getElementById(before.id)?.focus({ preventScroll: true });
}

const isNowhere = (): boolean => !document.activeElement || document.activeElement === document.body;
