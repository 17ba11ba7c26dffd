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
    // Broken off, or begun in a tab that nobody looks at.
    const brokenOff = name === 'AbortError' || name === 'InvalidStateError';
    if (brokenOff && message?.startsWith('Transition was')) event.preventDefault();
  });
  // The help center as strangers are given it has no script, and so nothing that could say this.
  window.addEventListener('pageswap', ({ activation, viewTransition }) => {
    if (/^\/help(?:\/|$)/.test(new URL(activation?.entry?.url ?? location.href).pathname))
      viewTransition?.skipTransition();
  });
}

export {};
