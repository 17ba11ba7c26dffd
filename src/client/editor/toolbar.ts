import type { Editor } from '@tiptap/core';
import { strokeOf } from '../hotkeys/keys.ts';
import { attachLinkField } from './link.ts';

const commands: Record<string, (editor: Editor) => boolean> = {
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  strike: (editor) => editor.chain().focus().toggleStrike().run(),
  code: (editor) => editor.chain().focus().toggleCode().run(),
  codeBlock: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  bulletList: (editor) => editor.chain().focus().toggleBulletList().run(),
  orderedList: (editor) => editor.chain().focus().toggleOrderedList().run(),
  blockquote: (editor) => editor.chain().focus().toggleBlockquote().run(),
  heading: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  undo: (editor) => editor.chain().focus().undo().run(),
  redo: (editor) => editor.chain().focus().redo().run(),
};

/** Puts the server's toolbar above the text. One stop of the Tab key; the arrows move within, as toolbars do. */
export function attachToolbar(editor: Editor, template: HTMLTemplateElement | null, wrapper: HTMLElement): () => void {
  const bar = template?.content.firstElementChild?.cloneNode(true);
  if (!(bar instanceof HTMLElement)) return () => {};
  wrapper.prepend(bar);
  bar.setAttribute('aria-controls', editor.view.dom.id);
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>('[data-command]')];
  const link = attachLinkField(editor, bar);

  // Keeps the selection in the text while a button is pressed with the mouse.
  bar.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-command]')) event.preventDefault();
  });
  bar.addEventListener('click', (event) => {
    const name =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-command]')?.dataset.command : '';
    if (name === 'link') link.toggle();
    else if (name) commands[name]?.(editor);
  });
  bar.addEventListener('keydown', (event) => rove(event, buttons));
  buttons.forEach((button, index) => {
    button.tabIndex = index === 0 ? 0 : -1;
  });

  const show = () => {
    for (const button of buttons)
      if (button.hasAttribute('aria-pressed'))
        button.setAttribute('aria-pressed', String(editor.isActive(button.dataset.command ?? '')));
  };
  editor.on('transaction', show);
  // Of chosen words it makes a link, as everywhere; where none are, the key is the palette's.
  const linkByKey = (event: KeyboardEvent) => {
    const chosen = document.getSelection();
    if (strokeOf(event) !== 'mod+k' || !chosen?.anchorNode || !chosen.focusNode || chosen.isCollapsed) return;
    event.preventDefault();
    // What was chosen a moment ago the editor does not know yet, and would not any more from within the line.
    const ends = [
      editor.view.posAtDOM(chosen.anchorNode, chosen.anchorOffset),
      editor.view.posAtDOM(chosen.focusNode, chosen.focusOffset),
    ];
    editor.commands.setTextSelection({ from: Math.min(...ends), to: Math.max(...ends) });
    link.toggle();
  };
  editor.view.dom.addEventListener('keydown', linkByKey);
  return () => void editor.off('transaction', show);
}

function rove(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const moves: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
  const to = moves[event.key];
  const target = to === undefined || at < 0 ? undefined : buttons.at(to % buttons.length);
  if (!target) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  target.focus();
}
