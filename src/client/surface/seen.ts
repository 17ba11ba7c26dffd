import { csrfToken } from '../forms/csrf.ts';

const said = new Set<string>();

/** Tells the server that a page somebody was notified about has been seen: `[data-mark-read=URL]`, once, when visible. */
export function sayWhatWasSeen(): void {
  for (const event of ['turbo:load', 'turbo:morph', 'visibilitychange']) document.addEventListener(event, say);
}

function say(): void {
  const place = document.querySelector<HTMLElement>('[data-mark-read]');
  const address = place?.dataset.markRead;
  if (document.hidden || !place || !address || said.has(address)) return;
  said.add(address);
  const headers = { 'X-CSRF-Token': csrfToken(place) };
  fetch(address, { method: 'POST', headers, keepalive: true }).catch(() => said.delete(address));
}
