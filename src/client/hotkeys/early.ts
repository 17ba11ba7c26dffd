/**
 * A script of its own, in the head and before anything is seen: the keys somebody presses while the rest of the scripts is
 * still on its way are kept until `listenForHotkeys` can act on them.
 */
declare global {
  interface Window {
    /** Null as soon as somebody listens. */
    earlyKeys?: KeyboardEvent[] | null;
  }
}

if (window.earlyKeys === undefined) {
  window.earlyKeys = [];
  document.addEventListener('keydown', (event) => window.earlyKeys?.push(event));
}

export {};
