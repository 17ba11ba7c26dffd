/**
 * Handles `type` for whatever matches `selector` now or later. One listener on the document outlives every page that
 * Turbo swaps or morphs in, so simple behaviours need no set-up and no clean-up.
 */
export function delegate<Type extends keyof HTMLElementEventMap>(
  type: Type,
  selector: string,
  handle: (event: HTMLElementEventMap[Type], element: HTMLElement) => void,
): void {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (element) handle(event as HTMLElementEventMap[Type], element);
  });
}

/** Runs now and after every change of page: a visit, a morph, a frame. */
export function onPage(run: () => void): void {
  run();
  for (const type of ['turbo:render', 'turbo:morph', 'turbo:frame-render']) document.addEventListener(type, run);
}
