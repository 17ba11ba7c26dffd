import { delegate } from '../delegate.ts';
import { whenChosen } from './choosing.ts';

const PAUSE = 350;
const timers = new WeakMap<HTMLFormElement, number>();

/**
 * `form[data-previews]` says in a frame beside it what it would mean, while it is filled in: the frame is fetched with what
 * the form says in its address. A choice that asks for other fields (`data-asks-again`) sends the form's `data-again` button,
 * and the keyboard goes on at that choice when they are there, or with `added` at what it has brought before itself.
 */
export function showPreviews(): void {
  const form = 'form[data-previews]';
  delegate('input', form, (_, element) => soon(element as HTMLFormElement));
  delegate('change', `${form} [data-asks-again]`, (_, element) => {
    whenChosen(element, () => {
      const owner = element.closest('form');
      if (!owner) return;
      clearTimeout(timers.get(owner));
      goOnAt = { id: element.id, added: element.dataset.asksAgain === 'added' };
      owner.requestSubmit(owner.querySelector<HTMLElement>('[data-again]'));
    });
  });
  delegate('submit', `${form}, form[data-auto-submit]`, ({ submitter }) => {
    const next = submitter?.dataset.goesOnAt;
    if (next) goOnAt = { id: next, added: false };
  });
  document.addEventListener('turbo:load', goOn);
}

let goOnAt: { id: string; added: boolean } | null = null;

function goOn(): void {
  const choice = goOnAt && document.getElementById(goOnAt.id);
  const brought = goOnAt?.added ? choice?.parentElement?.previousElementSibling : null;
  (brought?.querySelector('select') ?? choice)?.focus();
  goOnAt = null;
}

function soon(form: HTMLFormElement): void {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    window.setTimeout(() => show(form), PAUSE),
  );
}

function show(form: HTMLFormElement): void {
  const frame = document.getElementById(form.dataset.previews ?? '');
  if (!frame || !form.isConnected) return;
  const said = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !/^_|^(segment|add|drop)$/.test(entry[0]),
  );
  frame.setAttribute('src', `${form.dataset.previewFrom}?${new URLSearchParams(said)}`);
}
