import { formatRelative } from '#platform/i18n/relative.ts';
import { readerNow } from '../reader.ts';

/** Keeps "5 minutes ago" true while the page stays open. */
export function keepTime(): void {
  setInterval(tell, 60_000);
  document.addEventListener('visibilitychange', () => !document.hidden && tell());
}

function tell(): void {
  const reader = readerNow();
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    const { relative } = element.dataset;
    const place = relative === 'within' || relative === 'coming' ? relative : 'alone';
    const words = formatRelative(reader, new Date(element.dateTime), place);
    if (element.textContent !== words) element.textContent = words;
  }
}
