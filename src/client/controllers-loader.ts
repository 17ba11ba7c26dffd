import { onPage } from './delegate.ts';

let loaded = false;

/** Stimulus and the heavier behaviours come with the first page that has one of them. */
export function loadControllers(): void {
  onPage(() => {
    if (loaded || !document.querySelector('[data-controller]')) return;
    loaded = true;
    import('./controllers.ts').catch(() => {
      loaded = false;
    });
  });
}
