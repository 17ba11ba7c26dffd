import type { Editor } from '@tiptap/core';

const passedOn = ['aria-label', 'aria-describedby', 'aria-invalid', 'aria-labelledby'];

/** The editor speaks for the textarea: its label, hint and error become those of the box. Returns the way to stop. */
export function nameEditor(textarea: HTMLTextAreaElement, editor: Editor): () => void {
  const box = editor.view.dom;
  const label = textarea.labels?.[0];
  const focus = () => editor.commands.focus();

  function copy(): void {
    for (const name of passedOn) {
      const value = textarea.getAttribute(name);
      if (value === null) box.removeAttribute(name);
      else box.setAttribute(name, value);
    }
    // A form that came back may have brought another label.
    const [label] = textarea.labels;
    if (label) {
      label.id ||= `${box.id}-label`;
      box.setAttribute('aria-labelledby', label.id);
    }
  }

  copy();
  label?.addEventListener('click', focus);
  const observer = new MutationObserver(copy);
  observer.observe(textarea, { attributes: true, attributeFilter: passedOn });
  return () => {
    observer.disconnect();
    label?.removeEventListener('click', focus);
  };
}
