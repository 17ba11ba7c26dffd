/** The link that was followed, by the entry of the history that it was followed from, and which it is of those to the same place. */
const followed = new Map<string, { link: string; place: number }>();

const entry = (): string | undefined => history.state?.turbo?.restorationIdentifier;

const all = (link: string): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`a[href="${CSS.escape(link)}"]`),
];

export function rememberFollowed(): void {
  document.addEventListener('turbo:click', ({ target }) => {
    const from = entry();
    const link = target instanceof Element ? target.getAttribute('href') : null;
    if (from && link) followed.set(from, { link, place: all(link).indexOf(target as HTMLElement) });
  });
}

/** After the browser's Back the keyboard is at that link again, as where each page is loaded by the browser. */
export function startAtFollowed(): boolean {
  const { link, place } = followed.get(entry() ?? '') ?? {};
  if (link === undefined || place === undefined) return false;
  const links = all(link);
  const start = links[place] ?? links[0];
  if (!start || isForAnother(start)) return false;
  // A key may act on a line that has the keyboard: it is to be seen, by whatever one came back.
  const focusVisible = start.dataset.itemHotkeys ? true : undefined;
  start.focus({ preventScroll: true, focusVisible } as FocusOptions);
  return document.activeElement === start;
}

// Beside the list another one is open, and a key that acts is meant for that.
const isForAnother = ({ dataset }: HTMLElement): boolean =>
  dataset.itemHotkeys !== undefined && document.querySelector('[data-list-item][aria-current]') !== null;
