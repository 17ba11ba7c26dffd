import { onPage } from './delegate.ts';

/** What only some pages have, and by what it is known that one has it: not in the first script that everybody waits for. */
const parts: [selector: string, load: () => Promise<unknown>][] = [
  // Stimulus and the heavier behaviours.
  ['[data-controller]', () => import('./controllers.ts')],
  ['[data-suggest]', () => import('./search/suggest.ts')],
  [
    '[data-passkey-ways], [data-passkey-form], [data-photo], [data-strength], [data-wait]',
    () => import('./ways-in.ts'),
  ],
  ['[data-zone-offer], [data-zone-here]', () => import('./profile/zone-offer.ts').then(({ offerZone }) => offerZone())],
  ['[data-presence]', () => import('./surface/presence.ts').then(({ beatWhileWriting }) => beatWhileWriting())],
  ['#answers, #thread, form[data-previews], #condition-add', () => import('./some-pages.ts')],
];

/** Each comes with the first page that has it. */
export function loadWhereNeeded(): void {
  const loaded = new Set<string>();
  onPage(() => {
    for (const [selector, load] of parts) {
      if (loaded.has(selector) || !document.querySelector(selector)) continue;
      loaded.add(selector);
      load().catch(() => loaded.delete(selector));
    }
  });
}
