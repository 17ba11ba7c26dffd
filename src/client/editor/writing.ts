import { createDocument, Editor, type Extensions, getHTMLFromFragment } from '@tiptap/core';
import Placeholder from '@tiptap/extension-placeholder';
import StarterKit from '@tiptap/starter-kit';
import { submitFormOf } from '../forms/submit-key.ts';
import { contentOf, formatField } from './format.ts';
import { nameEditor } from './naming.ts';
import { tidyPasted } from './paste.ts';
import { attachToolbar } from './toolbar.ts';

export interface Writing {
  wrapper: HTMLElement;
  /** Takes over what the textarea holds now. */
  read(): void;
  destroy(): void;
}

/** What a longer kind of text has besides: its own vocabulary, and what its toolbar does. */
export interface WritingKind {
  extensions(textarea: HTMLTextAreaElement): Extensions;
  tidyPasted(html: string, textarea: HTMLTextAreaElement): string;
  /** Files that were pasted or dropped; true when it took them. */
  takeFiles(editor: Editor, textarea: HTMLTextAreaElement, files: File[]): boolean;
  attach(editor: Editor, bar: HTMLElement, textarea: HTMLTextAreaElement): void;
}

let count = 0;
/** The space after the last word: somebody is in the middle of a sentence. */
const PARSING = { preserveWhitespace: true } as const;

export function startWriting(
  textarea: HTMLTextAreaElement,
  toolbar: HTMLTemplateElement | null,
  html: string,
  kind?: WritingKind,
): Writing {
  const format = formatField(textarea);
  const focused = document.activeElement === textarea;
  const wasDirty = textarea.value !== textarea.defaultValue;
  const wrapper = wrapperFor(textarea);

  const editor = new Editor({
    element: wrapper,
    injectCSS: false,
    extensions: kind?.extensions(textarea) ?? [
      // What the server's sanitizer lets through, and no more. The drop cursor draws with a style of its own.
      StarterKit.configure({
        heading: { levels: [3] },
        horizontalRule: false,
        dropcursor: false,
        gapcursor: false,
        trailingNode: false,
        link: {
          openOnClick: false,
          autolink: true,
          defaultProtocol: 'https',
          protocols: ['http', 'https', 'mailto'],
          HTMLAttributes: { target: null, rel: null },
        },
      }),
      Placeholder.configure({ placeholder: () => textarea.placeholder }),
    ],
    content: html && !wasDirty ? html : contentOf(textarea, format),
    parseOptions: PARSING,
    editorProps: {
      attributes: { class: 'rich-text', role: 'textbox', 'aria-multiline': 'true', id: `${wrapper.id}-text` },
      transformPastedHTML: (pasted) => {
        const tidied = tidyPasted(pasted);
        return kind ? kind.tidyPasted(tidied, textarea) : tidied;
      },
      handlePaste: (_view, event) => takeFiles(event.clipboardData),
      handleDrop: (_view, event) => takeFiles(event.dataTransfer),
      handleKeyDown: (_view, event) => {
        const send = event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.isComposing;
        // Out of lines of code, which an article has many of, as in every editor.
        if (kind && editor.isActive('codeBlock')) return false;
        return send && submitFormOf(textarea);
      },
    },
    onUpdate: () => write(true),
  });

  function takeFiles(data: DataTransfer | null): boolean {
    const files = [...(data?.files ?? [])];
    return files.length > 0 && (kind?.takeFiles(editor, textarea, files) ?? false);
  }

  function write(byHand: boolean): void {
    format.value = 'html';
    textarea.value = editor.isEmpty ? '' : editor.getHTML();
    if (!byHand && !wasDirty) textarea.defaultValue = textarea.value;
    else textarea.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** What stands there already stays, and the caret where it is. */
  function read(): void {
    const content = contentOf(textarea, format);
    const there = createDocument(content, editor.schema, PARSING);
    if (!there || written(there) === written(editor.state.doc)) return;
    const { from, to } = editor.state.selection;
    editor.commands.setContent(content, { emitUpdate: false, parseOptions: PARSING });
    const end = editor.state.doc.content.size;
    editor.commands.setTextSelection({ from: Math.min(from, end), to: Math.min(to, end) });
  }
  const written = ({ content }: typeof editor.state.doc) =>
    getHTMLFromFragment(content, editor.schema).replace(/(<p><\/p>)+$/, '');

  write(false);
  // At once, and before the textarea goes: a key pressed between the two would reach neither.
  if (focused) {
    editor.commands.setTextSelection(editor.state.doc.content.size);
    editor.view.focus();
  }
  textarea.hidden = true;
  textarea.dataset.held = '';
  textarea.required = false;
  const forgetName = nameEditor(textarea, editor);
  const forgetToolbar = attachToolbar(editor, toolbar, wrapper);
  const bar = wrapper.querySelector<HTMLElement>('.toolbar');
  if (bar) kind?.attach(editor, bar, textarea);
  // Drawn anew when the words change under it.
  const words = new MutationObserver(() => editor.view.dispatch(editor.state.tr));
  words.observe(textarea, { attributeFilter: ['placeholder'] });
  textarea.focus = () => void editor.commands.focus();

  return {
    wrapper,
    read,
    destroy: () => {
      words.disconnect();
      forgetName();
      forgetToolbar();
      editor.destroy();
      wrapper.remove();
    },
  };
}

// The id of its own keeps a morph from taking the box for one of the page's.
function wrapperFor(textarea: HTMLTextAreaElement): HTMLElement {
  count += 1;
  const wrapper = document.createElement('div');
  wrapper.className = 'rich';
  wrapper.id = `rich-${count}`;
  wrapper.dataset.held = '';
  textarea.after(wrapper);
  return wrapper;
}
