let reloading = false;

/** Called once, by `portico start --reload`: pages look for another build and load anew when there is one. Returns what ends it. */
export function reloadPages(): () => void {
  reloading = true;
  return () => {
    reloading = false;
  };
}

export const pagesReload = (): boolean => reloading;
