let reloading = false;

/** Called once, by `portico start --reload`: pages look for another build and load anew when there is one. */
export function reloadPages(): void {
  reloading = true;
}

export const pagesReload = (): boolean => reloading;
