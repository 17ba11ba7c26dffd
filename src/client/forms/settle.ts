import { markKept } from '../session/proof.ts';
import { outcomeOf } from './outcome.ts';

// Forms whose answer has arrived and is about to be shown. What they hold has been taken over by the server, as a
// reply or as fields echoed with errors, so the coming render may write into them. With what ends it if none comes.
const settled = new Map<HTMLFormElement, number>();
const emptied = new Set<HTMLFormElement>();
const sent = new Set<HTMLFormElement>();
// Forms last answered with errors: their fields equal the page's, yet nothing of it is saved anywhere.
const refused = new Set<string>();

/** True for half a second after a form was emptied: whatever presses its button then meant the text before. */
export function wasJustEmptied(form: HTMLFormElement): boolean {
  return emptied.has(form);
}

export function isSettled(form: HTMLFormElement): boolean {
  return settled.has(form);
}

/** True between an answer to a form and its render: another render in between would show the page before it. */
export function awaitsRender(): boolean {
  return settled.size > 0;
}

export function wasRefused(form: HTMLFormElement): boolean {
  return refused.has(nameOf(form));
}

/** `button[data-keeps-words]` leads elsewhere for a moment: the server keeps what is written so far, and it is not sent. */
export const keepsWords = (submitter: HTMLElement | null | undefined): boolean =>
  submitter?.hasAttribute('data-keeps-words') ?? false;

/** Tells each form how it went (`portico:sent`, `portico:refused`, `portico:kept`), and resets what was sent as the page changes. */
export function settleForms(): void {
  document.addEventListener('turbo:submit-end', (event) => {
    const { formElement: form, isSafe, submitter } = event.detail.formSubmission;
    if (isSafe) return;
    const outcome = outcomeOf(event.detail, location);
    // A text that goes on being written stands there in any case; and of other forms a page that gives something back says nothing.
    const isMessage = form.matches('[data-draft]:not([data-goes-on])');
    if (outcome === 'kept' && isMessage) giveBack(form);
    else if (outcome === 'refused') refuse(form);
    else if (outcome === 'kept' || (outcome === 'sent' && !keepsWords(submitter))) accept(form);
  });
  for (const type of ['turbo:before-render', 'turbo:before-frame-render', 'turbo:before-stream-render'])
    document.addEventListener(type, resetSent);
  for (const type of ['turbo:render', 'turbo:frame-render']) document.addEventListener(type, finish);
  document.addEventListener('turbo:visit', (event) => {
    if (event.detail.action !== 'replace') refused.clear();
  });
}

// An answer without a page to show, or one that a following visit overtook, must not lock the form for good.
function settle(form: HTMLFormElement): void {
  clearTimeout(settled.get(form));
  settled.set(
    form,
    window.setTimeout(() => settled.delete(form), 5000),
  );
}

function accept(form: HTMLFormElement): void {
  settle(form);
  sent.add(form);
  refused.delete(nameOf(form));
  form.closest<HTMLDialogElement>('dialog[open]')?.close();
  const popover = form.closest<HTMLElement>('[popover]');
  if (popover?.matches(':popover-open')) popover.hidePopover();
  form.dispatchEvent(new CustomEvent('portico:sent', { bubbles: true }));
}

function refuse(form: HTMLFormElement): void {
  settle(form);
  refused.add(nameOf(form));
  form.dispatchEvent(new CustomEvent('portico:refused', { bubbles: true }));
}

// What stands in it is not sent, and will be something of its own. The server forgets its copy then.
function giveBack(form: HTMLFormElement): void {
  markKept(form);
  form.dispatchEvent(new CustomEvent('portico:kept', { bubbles: true }));
}

// Just before the render, not when the answer arrives: otherwise old values would show for a moment in between. What goes on being written,
// as an article does, is not a message that has left.
function resetSent(): void {
  for (const form of sent) if (form.matches(':is([data-keep], [data-draft]):not([data-goes-on])')) startOver(form);
  sent.clear();
}

/** Empties what was sent. Against a fast server the second half of a double click meets the form when it is empty again. */
export function startOver(form: HTMLFormElement): void {
  // What the page had given back has left with the rest.
  if (form.querySelector('input[name=_kept]'))
    for (const text of form.querySelectorAll('textarea')) text.defaultValue = '';
  form.reset();
  emptied.add(form);
  setTimeout(() => emptied.delete(form), 500);
}

function finish(): void {
  if (settled.size > 0) showFirstError();
  for (const timer of settled.values()) clearTimeout(timer);
  settled.clear();
}

function showFirstError(): void {
  if (refused.size === 0) return;
  const error = document.querySelector<HTMLElement>('[role=alert][tabindex], [aria-invalid=true]');
  error?.focus();
  error?.scrollIntoView({ block: 'nearest' });
}

function nameOf(form: HTMLFormElement): string {
  return form.id || form.getAttribute('action') || '';
}
