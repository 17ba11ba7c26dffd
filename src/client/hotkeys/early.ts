/**
 * A script of its own, in the head and before anything is seen: the keys somebody presses while the rest of the scripts is
 * still on its way are kept until `listenForHotkeys` can act on them. And a page that is left while it still fades in breaks off its
 * fading, which browsers report as an error of the next page: it is none.
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
  window.addEventListener('unhandledrejection', (event) => {
    const { name, message } = (event.reason ?? {}) as Partial<DOMException>;
    if (name === 'AbortError' && message?.startsWith('Transition was')) event.preventDefault();
  });
}

export {};
