import { focusMain } from '../turbo/landing.ts';

/**
 * Brings what one has just sent into view, where the thread scrolls in a pane of its own behind the composer. At the desk the keyboard goes back
 * to the ticket then, unless something has been typed meanwhile: the next key is an order, whatever was sent before.
 */
export function showWhatWasSent(): void {
  let pane: HTMLElement | null = null;
  document.addEventListener('portico:sent', ({ target }) => {
    if (target instanceof HTMLFormElement && target.matches('.composer')) pane = target.closest('.pane-detail');
  });
  document.addEventListener('turbo:render', () => {
    // The pane of the new page: a morph leaves it, a visit replaces it.
    const now = pane && document.querySelector<HTMLElement>('.pane-detail');
    now?.scrollTo({ top: now.scrollHeight });
    pane = null;
    // After the editor has found its field empty.
    if (now)
      setTimeout(() => {
        if (isEmptyComposer(now, document.activeElement)) focusMain();
      });
  });
}

function isEmptyComposer(pane: HTMLElement, field: Element | null): boolean {
  if (!pane.contains(field) || !field?.closest('.composer')) return false;
  const words =
    field instanceof HTMLTextAreaElement ? field.value : (field as HTMLElement).isContentEditable && field.textContent;
  return words !== false && words?.trim() === '';
}
