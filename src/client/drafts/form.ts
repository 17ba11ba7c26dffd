import { wasRefused } from '../forms/settle.ts';
import { isDirty } from '../keep/dirty.ts';
import { markKept } from '../session/proof.ts';
import { uploadInput } from '../uploads/input.ts';
import { choicesOf, choose } from './choices.ts';
import { type Draft, filesStillThere, type KeptFile } from './store.ts';

const withUploads = '[data-controller~=uploads]';

const texts = ['text', 'search', 'email', 'url', 'tel', 'number', 'date', 'time', 'datetime-local'];

/**
 * What of a form is worth keeping: its texts and choices, and the files already uploaded. Never a password. Of a text that goes on being
 * written only what was changed: a colleague may change the rest before it comes back. Nor a list in which nobody has chosen: what it
 * proposes may be another by then.
 */
export function collect(form: HTMLFormElement): Omit<Draft, 'at'> {
  const fields: Record<string, string> = {};
  // Refused, the page has as its own what nobody has saved.
  const everything = !goesOn(form) || wasRefused(form);
  const isProposal = (field: Kept) => field instanceof HTMLSelectElement && !isGivenBack(form);
  for (const field of keptFields(form))
    if (isDirty(field) || (everything && !isProposal(field))) fields[field.name] = field.value;
  const format = formatOf(form);
  if (format) fields.body_format = format.value;
  const base = baseOf(form);
  if (base) fields.revision = base.value;
  const choices = goesOn(form) ? {} : choicesOf(form);
  const files = [...form.querySelectorAll<HTMLInputElement>('input[name=upload]')].map(fileOf);
  return { fields, choices, files, given: givenBy(form), kept: hasKeptWords(form) };
}

/**
 * Fills the fields that are still empty, and those of a text that goes on being written (`data-goes-on`), whatever was saved meanwhile: its
 * save names what it began with, so that both are brought together. Tells the editor and the uploads of the form what came back. Says
 * whether the draft was for this form as it is.
 */
export function restore(form: HTMLFormElement, draft: Draft): boolean {
  // Kept before drafts said what they began with: it would go over what colleagues have saved since.
  if (goesOn(form) && draft.fields.revision === undefined) return false;
  // The server has given it back: half of this and half of that would be what nobody wrote.
  const further = goesOnFromKept(form, draft);
  if (!goesOn(form) && isGivenBack(form) && !further) return false;
  let filled = !goesOn(form) && choose(form, draft.choices ?? {});
  for (const field of keptFields(form)) {
    const value = draft.fields[field.name];
    if (
      goesOn(form) ? value === undefined || value === field.value : !value || !isUntouched(field, value, draft, further)
    )
      continue;
    field.value = value!;
    filled = true;
    const format = formatOf(form);
    if (field.name === 'body' && format) format.value = draft.fields.body_format ?? 'text';
    field.dispatchEvent(new CustomEvent('portico:filled', { bubbles: true }));
  }
  filled = restoreFiles(form, filesStillThere(draft.files, Date.now())) || filled;
  if (!filled) return true;
  if (draft.kept) markKept(form);
  const saved = new AbortController();
  showNote(form, saved.signal);
  startFrom(form, draft.fields.revision, saved.signal);
  // From then on there is nothing to go back to.
  if (goesOn(form)) form.addEventListener('portico:sent', () => saved.abort(), { once: true });
  return true;
}

/** Whether the page comes with words, as the search's for a subject, and the draft has others, which were not written over the same ones. */
export const isOfAnotherPage = (form: HTMLFormElement, { fields, given = {} }: Draft): boolean =>
  Object.entries(givenBy(form)).some(
    ([name, words]) => fields[name] && fields[name] !== words && given[name] !== words,
  );

// A text that goes on being written is brought together with what the page has.
function givenBy(form: HTMLFormElement): Record<string, string> {
  const given = (field: Kept): [string, string][] =>
    field instanceof HTMLSelectElement || field.defaultValue === '' ? [] : [[field.name, field.defaultValue]];
  return goesOn(form) ? {} : Object.fromEntries(keptFields(form).flatMap(given));
}

const goesOn = (form: HTMLFormElement) => form.hasAttribute('data-goes-on');
const baseOf = (form: HTMLFormElement) =>
  goesOn(form) ? form.querySelector<HTMLInputElement>('input[type=hidden][name=revision]') : null;

function startFrom(form: HTMLFormElement, revision: string | undefined, signal: AbortSignal): void {
  const base = baseOf(form);
  if (!base || revision === undefined) return;
  const saved = base.value;
  base.value = revision;
  form.addEventListener('reset', () => base.setAttribute('value', saved), { once: true, signal });
}

type Kept = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function keptFields(form: HTMLFormElement): Kept[] {
  return ([...form.elements] as Kept[]).filter((field) => field.name && !field.disabled && isKept(field));
}

function isKept(field: Element): boolean {
  if (field.matches('[autocomplete=one-time-code], [data-draft-skip]')) return false;
  if (field instanceof HTMLInputElement) return texts.includes(field.type);
  return field instanceof HTMLTextAreaElement || (field instanceof HTMLSelectElement && !field.multiple);
}

/** Whether the server keeps what stands here, until this form is sent. */
export const hasKeptWords = (form: HTMLFormElement): boolean =>
  !goesOn(form) && form.querySelector('input[type=hidden][name=_kept]') !== null;

/** Whether it was typed where the server had given back what it keeps, and so has all of that which its writer wanted. */
const goesOnFromKept = (form: HTMLFormElement, { kept, asKept }: Draft): boolean =>
  kept === true && !asKept && hasKeptWords(form) && !form.querySelector('[aria-invalid=true]');

const isGivenBack = (form: HTMLFormElement): boolean =>
  wasRefused(form) || form.querySelector('input[type=hidden][name=_kept], [aria-invalid=true]') !== null;

// The server's own words win over a draft, unless it was written over them. A select always has a value; it counts while nobody chose another.
function isUntouched(field: Kept, kept: string, { given = {} }: Draft, further: boolean): boolean {
  if (!(field instanceof HTMLSelectElement)) {
    const isThat = further || field.value === given[field.name];
    return field.value === '' || (!isDirty(field) && field.value !== kept && isThat);
  }
  return !isDirty(field) && field.value !== kept && [...field.options].some((option) => option.value === kept);
}

function formatOf(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>('input[type=hidden][name=body_format]');
}

function fileOf({ value, dataset }: HTMLInputElement): KeptFile {
  return { id: value, name: dataset.name ?? '', size: Number(dataset.size ?? 0) };
}

// As the server would render them: the uploads controller draws a row for each.
function restoreFiles(form: HTMLFormElement, files: KeptFile[]): boolean {
  const uploads = form.matches(withUploads) ? form : form.querySelector(withUploads);
  if (!uploads || files.length === 0 || form.querySelector('input[name=upload]')) return false;
  uploads.append(...files.map(uploadInput));
  return true;
}

function showNote(form: HTMLFormElement, signal: AbortSignal): void {
  const note = form.querySelector<HTMLElement>('[data-draft-restored]');
  if (!note) return;
  note.dataset.held = '';
  note.hidden = false;
  const hide = () => {
    note.hidden = true;
    delete note.dataset.held;
  };
  form.addEventListener('reset', hide, { once: true, signal });
  signal.addEventListener('abort', hide, { once: true });
}
