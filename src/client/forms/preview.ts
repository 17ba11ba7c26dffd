import { delegate } from '../delegate.ts';

const PAUSE = 350;
const timers = new WeakMap<HTMLFormElement, number>();

/**
 * `form[data-previews]` says in a frame beside it what it would mean, while it is filled in: the frame is fetched with what
 * the form says in its address. A choice that asks for other fields (`data-asks-again`) sends the form's `data-again` button.
 */
export function showPreviews(): void {
  const form = 'form[data-previews]';
  delegate('input', form, (_, element) => soon(element as HTMLFormElement));
  delegate('change', `${form} [data-asks-again]`, (_, element) => {
    const owner = element.closest('form')!;
    clearTimeout(timers.get(owner));
    owner.requestSubmit(owner.querySelector<HTMLElement>('[data-again]'));
  });
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
