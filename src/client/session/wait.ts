import { onPage } from '../delegate.ts';

/** `[data-wait=SECONDS]`: a button that comes into its own after so long, and counts the seconds until then (`data-waiting`). */
export function countDown(): void {
  onPage(() => {
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-wait]')) count(button);
  });
}

function count(button: HTMLButtonElement): void {
  const over = Date.now() + Number(button.dataset.wait) * 1000;
  const { waiting = '{n}' } = button.dataset;
  const words = button.textContent;
  button.removeAttribute('data-wait');
  button.disabled = true;
  // What it says without scripts stands still.
  const still = button.nextElementSibling;
  if (still instanceof HTMLElement) still.hidden = true;
  const tick = (): void => {
    const left = Math.ceil((over - Date.now()) / 1000);
    button.textContent = left > 0 ? waiting.replace('{n}', String(left)) : words;
    button.disabled = left > 0;
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
