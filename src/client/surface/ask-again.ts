/** A page that says "in a moment": `[data-ask-again=SECONDS]` asks quietly, and loads the page when there is one again. */
export function askAgain(): void {
  const seconds = Number(document.querySelector<HTMLElement>('[data-ask-again]')?.dataset.askAgain);
  if (!seconds) return;
  const timer = setInterval(async () => {
    const answer = await fetch(location.href, { method: 'HEAD' }).catch(() => null);
    if (!answer || answer.status === 503) return;
    clearInterval(timer);
    location.reload();
  }, seconds * 1000);
}
