const NAME = 'portico:tab';

/** Which tab this is: the same when its page was loaded anew, another in one that was made of it. */
export const tab: string = begun();

function begun(): string {
  const fresh = Math.random().toString(36).slice(2);
  try {
    const { sessionStorage } = window;
    const before = sessionStorage.getItem(NAME) ?? fresh;
    // A copy of this tab takes along what lies there: it lies there only from one page to the next.
    sessionStorage.removeItem(NAME);
    window.addEventListener('pagehide', () => sessionStorage.setItem(NAME, before));
    window.addEventListener('pageshow', () => sessionStorage.removeItem(NAME));
    return before;
  } catch {
    return fresh;
  }
}
