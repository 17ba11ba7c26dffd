/**
 * A page that says "in a moment": `[data-ask-again=SECONDS]` asks quietly, and loads the page when there is one again. Once the last answer is
 * there, and not before: what takes long would otherwise be asked for many times at once.
 */
export function askAgain(): void {
  const seconds = Number(document.querySelector<HTMLElement>('[data-ask-again]')?.dataset.askAgain);
  if (!seconds) return;
  const ask = async () => {
    const answer = await fetch(location.href, { method: 'HEAD' }).catch(() => null);
    if (answer && answer.status !== 503) location.reload();
    else setTimeout(ask, seconds * 1000);
  };
  setTimeout(ask, seconds * 1000);
}
