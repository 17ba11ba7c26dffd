import { onPage } from '../delegate.ts';
import { isDirty, isField } from '../keep/dirty.ts';

/**
 * A form that counts what was changed and not saved: `data-unsaved="FORM"` is where it says so, and a button with `data-once-unsaved="FORM"`,
 * which has nothing to do before, stands out as long as it is so.
 */
function count(form: HTMLFormElement): number {
  let changed = 0;
  for (const field of form.elements) {
    // What has no name is not sent: a line of the editor's tools, say.
    if (!isField(field) || !field.name) continue;
    const different = isDirty(field);
    field.toggleAttribute('data-changed', different);
    if (different) changed += 1;
  }
  return changed;
}

function tell(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>(`[data-unsaved="${form.id}"]`);
  if (!place) return;
  const n = count(form);
  const words = ((n === 1 ? place.dataset.one : place.dataset.many) ?? '').replace('{n}', String(n));
  place.hidden = n === 0;
  for (const button of document.querySelectorAll(`[data-once-unsaved="${form.id}"]`))
    button.classList.toggle('primary', n > 0);
  // Said once, to whoever has it read out.
  if (place.textContent !== words) place.textContent = words;
}

export function countUnsaved(): void {
  const heard = (event: Event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : (event.target as HTMLInputElement).form;
    if (form) queueMicrotask(() => setTimeout(() => tell(form)));
  };
  for (const type of ['input', 'change', 'reset', 'portico:filled']) document.addEventListener(type, heard);
  // A page that is made anew has what is saved, and around it what is not.
  onPage(() => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-unsaved]')) {
      const form = document.getElementById(dataset.unsaved ?? '');
      if (form instanceof HTMLFormElement) tell(form);
    }
  });
}
