import { delegate } from '../delegate.ts';

/** `[data-copy=TEXT]`, or `[data-copy-from=ID]` for the text of an element; says `data-copied` for two seconds. */
export function copyToClipboard(): void {
  delegate('click', '[data-copy], [data-copy-from]', async (_event, button) => {
    const source = document.getElementById(button.dataset.copyFrom ?? '');
    await navigator.clipboard.writeText(button.dataset.copy ?? source?.textContent?.trim() ?? '');
    const { copied } = button.dataset;
    if (copied) say(button, copied);
  });
}

function say(button: HTMLElement, words: string): void {
  const label = button.querySelector<HTMLElement>('[data-part=label]') ?? button;
  const before = label.textContent;
  if (before === words) return;
  button.setAttribute('aria-live', 'polite');
  label.textContent = words;
  setTimeout(() => {
    label.textContent = before;
  }, 2000);
}
