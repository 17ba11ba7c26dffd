import { onPage } from '../delegate.ts';
import { fieldsIn, isDirty } from '../keep/dirty.ts';

/** A form that counts what was changed and not saved: `data-unsaved="FORM"` is where it says so. */
function count(form: HTMLFormElement): number {
  let changed = 0;
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || field.type === 'hidden') continue;
    const different =
      field instanceof HTMLSelectElement
        ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.type === 'checkbox' || field.type === 'radio'
          ? field.checked !== field.defaultChecked
          : field.value !== field.defaultValue;
    field.toggleAttribute('data-changed', different);
    if (different) changed += 1;
  }
  return changed;
}

function tell(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>(`[data-unsaved="${form.id}"]`);
  if (!place) return;
  const n = count(form);
  place.hidden = n === 0;
  place.textContent = ((n === 1 ? place.dataset.one : place.dataset.many) ?? '').replace('{n}', String(n));
}

/** A text that goes on being written: what says when it was saved, `data-saved-of="FORM"`, says that this is not all of it. */
function tellBehind(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-saved-of]')) {
    const form = document.getElementById(place.dataset.savedOf ?? '');
    place.toggleAttribute('data-behind', Boolean(form && fieldsIn(form).some(isDirty)));
  }
}

export function countUnsaved(): void {
  const heard = (event: Event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : (event.target as HTMLInputElement).form;
    if (form) queueMicrotask(() => setTimeout(() => tell(form)));
    if (form?.matches('[data-goes-on]')) setTimeout(tellBehind);
  };
  for (const type of ['input', 'change', 'reset']) document.addEventListener(type, heard);
  onPage(() => setTimeout(tellBehind));
}
