import { delegate } from '../delegate.ts';

/** `[data-copy=TEXT]`, or `[data-copy-from=ID]` for a field or the text of an element; says `data-copied` for two seconds. */
export function copyToClipboard(): void {
  delegate('click', '[data-copy], [data-copy-from]', async (_event, button) => {
    const source = document.getElementById(button.dataset.copyFrom ?? '');
    const field = source instanceof HTMLInputElement ? source : undefined;
    const text = button.dataset.copy ?? field?.value ?? source?.textContent?.trim() ?? '';
    const { copied } = button.dataset;
    if ((await write(text, field)) && copied) say(button, copied);
  });
}

// Without TLS, browsers offer the clipboard only to what is selected; it stays selected for Ctrl C when that fails, too.
async function write(text: string, field: HTMLInputElement | undefined): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return field !== undefined && document.execCommand('copy');
  }
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
