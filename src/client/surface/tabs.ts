import { onPage } from '../delegate.ts';

/** A row of tabs that is wider than its place begins where its reader is. */
export function showCurrentTab(): void {
  onPage(() => {
    for (const tab of document.querySelectorAll<HTMLElement>('.tabs > [aria-current]')) {
      const row = tab.parentElement!;
      const { left, right } = tab.getBoundingClientRect();
      const place = row.getBoundingClientRect();
      if (left < place.left || right > place.right) row.scrollLeft += (left + right - place.left - place.right) / 2;
    }
  });
}
