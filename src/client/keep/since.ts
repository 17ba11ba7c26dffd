import { isPending } from '../forms/pending.ts';
import { isSettled, wasRefused } from '../forms/settle.ts';
import { type Field, fieldsIn } from './dirty.ts';

interface Sent {
  values: Map<Field, string>;
  revision: string;
}

// What a text that goes on being written (`data-goes-on`) held when it was sent, until the page of the answer is shown.
const sent = new Map<HTMLFormElement, Sent>();

const revisionOf = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>('input[type=hidden][name=revision]');

/** After settleForms: an answer that shows no page, a failure say, has nothing to be compared with. */
export function rememberSent(): void {
  document.addEventListener('turbo:submit-start', ({ detail }) => {
    const form = detail.formSubmission.formElement;
    if (!form.hasAttribute('data-goes-on')) return;
    const values = new Map(fieldsIn(form).map((field) => [field, field.value]));
    sent.set(form, { values, revision: revisionOf(form)?.value ?? '0' });
  });
  document.addEventListener('turbo:submit-end', ({ detail }) => {
    const form = detail.formSubmission.formElement;
    if (!isSettled(form)) sent.delete(form);
  });
  document.addEventListener('turbo:render', () => {
    for (const form of sent.keys()) if (!isPending(form)) sent.delete(form);
  });
}

/** Whether somebody typed here while the save was on its way. */
export function wasTypedSince(field: Field): boolean {
  const before = field.form && sent.get(field.form)?.values.get(field);
  return typeof before === 'string' && before !== field.value;
}

/**
 * What was typed since stays, above what the page has now. Where that has something of a colleague's, which the typed text lacks, the next
 * save begins with what this one began with, so that both are brought together.
 */
export function goOnFrom(field: Field, next: Field): void {
  const form = field.form;
  const before = form && sent.get(form);
  if (!before) return;
  if (!(field instanceof HTMLSelectElement)) field.defaultValue = next.value;
  const revision = revisionOf(form);
  if (!revision || next.value.trim() === before.values.get(field)?.trim()) return;
  // A save counts one on. A refusal names the colleague's revision and has saved nothing.
  if (wasRefused(form) || Number(revision.value) > Number(before.revision) + 1) revision.value = before.revision;
}
