/** Brings what one has just sent into view, where the thread scrolls in a pane of its own behind the composer. */
export function showWhatWasSent(): void {
  let pane: HTMLElement | null = null;
  document.addEventListener('portico:sent', ({ target }) => {
    if (target instanceof HTMLFormElement && target.matches('.composer')) pane = target.closest('.pane-detail');
  });
  document.addEventListener('turbo:render', () => {
    // The pane of the new page: a morph leaves it, a visit replaces it.
    const now = pane && document.querySelector('.pane-detail');
    now?.scrollTo({ top: now.scrollHeight });
    pane = null;
  });
}
