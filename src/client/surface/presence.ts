import { csrfToken } from '../forms/csrf.ts';
import { fieldsIn, isDirty } from '../keep/dirty.ts';

const BEAT = 15_000;

/** Tells `[data-presence=URL]` every 15 s that someone is writing there, so that a colleague does not start too. */
export function beatWhileWriting(): void {
  document.addEventListener('input', soon);
  setInterval(beat, BEAT);
}

const last = new Map<string, number>();
let touched = 0;
const typedIn = new WeakSet<Element>();

function soon(event: Event): void {
  const place = event.target instanceof Element && event.target.closest('[data-presence]');
  if (!place) return;
  typedIn.add(place);
  touched = Date.now();
  setTimeout(beat);
}

// Words that somebody left standing are no use of their session.
const bySelf = (): Record<string, string> => (Date.now() - touched > 2 * BEAT ? { 'X-Portico-Refresh': 'live' } : {});

function beat(): void {
  if (document.hidden) return;
  for (const place of document.querySelectorAll<HTMLElement>('[data-presence]')) {
    const address = place.dataset.presence ?? '';
    if (!address || !isWriting(place) || Date.now() - (last.get(address) ?? 0) < BEAT - 1000) continue;
    last.set(address, Date.now());
    fetch(address, {
      method: 'POST',
      headers: { 'X-CSRF-Token': csrfToken(place), ...bySelf() },
      keepalive: true,
    }).catch(() => {});
  }
}

// Who has only gone there writes nothing yet. What goes on being written is saved meanwhile, and then nothing of it is changed.
function isWriting(place: HTMLElement): boolean {
  const atWork = place.hasAttribute('data-goes-on') && typedIn.has(place) && place.contains(document.activeElement);
  return atWork || fieldsIn(place).some(isDirty);
}
