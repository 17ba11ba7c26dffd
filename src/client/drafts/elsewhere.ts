import { isPending } from '../forms/pending.ts';
import { startOver } from '../forms/settle.ts';
import { collect } from './form.ts';
import type { Draft } from './store.ts';

export interface Sent {
  key: string;
  content: string;
}

/** What of a form would be kept, to be compared. */
export const contentOf = (form: HTMLFormElement): string => contentIn(collect(form));

export function contentIn({ fields, files }: Omit<Draft, 'at'>): string {
  return JSON.stringify([fields, files.map(({ id }) => id)]);
}

/**
 * The same draft may stand in another tab. When it is sent here, it goes there as well, unless somebody has gone on with it: `broughtBack`
 * says what was in a form when its draft had come.
 */
export function forgetWhatWasSent(broughtBack: (form: HTMLFormElement) => string | undefined): void {
  const others = new BroadcastChannel('portico:sent');
  const leaving = new WeakMap<HTMLFormElement, Sent>();
  document.addEventListener('turbo:submit-start', ({ detail }) => {
    const form = detail.formSubmission.formElement;
    if (form.matches('[data-draft]:not([data-goes-on])'))
      leaving.set(form, { key: form.dataset.draft ?? '', content: contentOf(form) });
  });
  document.addEventListener('portico:sent', ({ target }) => {
    const sent = target instanceof HTMLFormElement && leaving.get(target);
    if (sent) others.postMessage(sent);
  });
  others.addEventListener('message', ({ data }: MessageEvent<Sent>) => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
      const content = contentOf(form);
      const isThat = content === data.content || content === broughtBack(form);
      if (form.dataset.draft === data.key && isThat && !isPending(form)) startOver(form);
    }
  });
}
