import type { Editor } from '@tiptap/core';
import { formatField } from './format.ts';
import { writtenSince } from './take-over.ts';

/**
 * What is typed into a message while it is on its way has not been sent: it stands there when the field is empty again. A form that is
 * gone with its answer names the one on the next page in which it goes on (`data-followed-by`).
 */
export function keepWhatFollows(editor: Editor, { form }: HTMLTextAreaElement) {
  const ends = new AbortController();
  const { signal } = ends;
  let leaving: Editor['state']['doc'] | undefined;
  let held: typeof leaving;
  let sent: typeof leaving;
  // Sent, and waiting for its files: it leaves with what it had then.
  form?.addEventListener('portico:held', () => (held = editor.state.doc), { signal });
  form?.addEventListener('portico:unsent', () => (held = undefined), { signal });
  const leave = () => {
    leaving = held ?? editor.state.doc;
    held = undefined;
  };
  form?.addEventListener('turbo:submit-start', leave, { signal });
  form?.addEventListener('portico:sent', () => (sent = leaving), { signal });
  const next = form?.dataset.followedBy;
  if (next) document.addEventListener('turbo:before-render', () => goOnIn(next, take()), { signal });

  /** Once for each message that was sent: nothing when nobody went on. */
  function take(): string {
    const before = form?.hasAttribute('data-goes-on') ? undefined : sent;
    sent = undefined;
    return before ? writtenSince(editor, before) : '';
  }

  return { take, end: () => ends.abort() };
}

function goOnIn(id: string, html: string): void {
  if (!html) return;
  const fill = () => {
    const field = document.querySelector<HTMLTextAreaElement>(`form#${id} textarea[name=body]`);
    if (field?.value !== '') return;
    formatField(field).value = 'html';
    field.value = html;
    field.focus();
    for (const type of ['portico:filled', 'input']) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  document.addEventListener('turbo:render', fill, { once: true });
}
