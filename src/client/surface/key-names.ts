import { onPage } from '../delegate.ts';
import { readerNow } from '../reader.ts';

/** Pages write ⌘, as on a Mac. Elsewhere the same key is called by what is printed on it. */
export function nameKeys(): void {
  if (/^(Mac|iP)/.test(navigator.platform)) return;
  onPage(() => {
    const control = readerNow().locale === 'de' ? 'Strg' : 'Ctrl';
    for (const key of document.querySelectorAll('kbd')) {
      if (key.textContent?.includes('⌘'))
        key.textContent = key.textContent.replace(/⌘\s*(?=(.?))/, (_, next) => (next ? `${control} ` : control));
    }
  });
}
