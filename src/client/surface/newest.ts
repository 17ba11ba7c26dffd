import { visit } from '@hotwired/turbo';

/**
 * A thread opens where its reader goes on reading, `#newest`, when the address names no place of its own; and an address
 * that names a message which is left out of the thread asks for the part with it.
 */
export function openAtNewest(): void {
  let arrived = true;
  document.addEventListener('turbo:visit', ({ detail: { action } }) => {
    arrived = action === 'advance';
  });
  let asked = false;
  document.addEventListener('turbo:load', () => {
    // The part came by a morph, which leaves the page where it is.
    if (asked) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'start' });
    asked = !asked && arrived && askForPart();
    if (arrived && !asked) show(document.getElementById('newest'));
    arrived = false;
  });
}

function askForPart(): boolean {
  const [, kind, id] = /^#(reply|note)-([0-9a-f-]{36})$/.exec(location.hash) ?? [];
  const address = new URL(location.href);
  if (!kind || !id || !document.getElementById('thread') || address.searchParams.get('from') === id) return false;
  if (document.getElementById(`${kind}-${id}`)) return false;
  address.searchParams.set('from', id);
  visit(address.href, { action: 'replace' });
  return true;
}

function show(newest: HTMLElement | null): void {
  if (!newest || location.hash || scrollY > 0) return;
  const message = newest.parentElement ?? newest;
  const composer = document.querySelector('.answering, .composer')?.getBoundingClientRect();
  const end = Math.min(innerHeight, composer?.top ?? innerHeight);
  if (message.getBoundingClientRect().bottom > end) newest.scrollIntoView({ block: 'start' });
}
