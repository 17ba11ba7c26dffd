import type { Editor } from '@tiptap/core';
import { writtenSince } from './take-over.ts';

/** What is typed into a message while it is on its way has not been sent: it stands there when the field is empty again. */
export function keepWhatFollows(editor: Editor, { form }: HTMLTextAreaElement) {
  const ends = new AbortController();
  const { signal } = ends;
  let leaving: Editor['state']['doc'] | undefined;
  let sent: typeof leaving;
  form?.addEventListener('turbo:submit-start', () => (leaving = editor.state.doc), { signal });
  form?.addEventListener('portico:sent', () => (sent = leaving), { signal });

  return {
    /** Once for each message that was sent: nothing when nobody went on. */
    take(): string {
      const before = form?.hasAttribute('data-goes-on') ? undefined : sent;
      sent = undefined;
      return before ? writtenSince(editor, before) : '';
    },
    end: () => ends.abort(),
  };
}
