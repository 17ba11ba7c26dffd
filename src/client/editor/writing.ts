import { Editor, type Extensions } from '@tiptap/core';
import Placeholder from '@tiptap/extension-placeholder';
import { submitFormOf } from '../forms/submit-key.ts';
import { keepWhatFollows } from './follows.ts';
import { contentOf, formatField } from './format.ts';
import { Kit } from './kit.ts';
import { AddressesInSentences, LINKS } from './links.ts';
import { nameEditor } from './naming.ts';
import { hasWords, tidyPasted, withoutTables } from './paste.ts';
import { readable, withFirstLines } from './source.ts';
import { PARSING, takeOver, writtenIn } from './take-over.ts';
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
  /** `tidied` is what is left of `copied` for every kind of text. */
  tidyPasted(tidied: string, textarea: HTMLTextAreaElement, copied: string): string;
  /** Files that were pasted where the caret is, or dropped `at` another place. */
  takeFiles(editor: Editor, textarea: HTMLTextAreaElement, files: File[], at?: number): void;
  /** Words that were pasted for something else than what they say; false for what is only words. */
  takeWords(editor: Editor, textarea: HTMLTextAreaElement, words: string): boolean;
  /** Words alone, without what they looked like: they are pasted, and may become something else afterwards. */
  takePlain(editor: Editor, textarea: HTMLTextAreaElement, words: string): void;
  attach(editor: Editor, bar: HTMLElement, textarea: HTMLTextAreaElement): void;
}

/** What is made of signs as they are typed. Stars and lines below stay what they are: in `SELECT *` and `__init__` nobody means bold. */
const AS_TYPED = [
  'blockquote',
  'bulletList',
  'orderedList',
  'heading',
  'horizontalRule',
  'codeBlock',
  'code',
  'strike',
  'link',
];

/** From so many signs on, writing all of it down and laying all of it out at each key is felt. */
const LONG = 200_000;
const AFTER = 400;

let count = 0;

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
  const long = textarea.value.length > LONG;

  const editor = new Editor({
    element: wrapper,
    injectCSS: false,
    extensions: kind?.extensions(textarea) ?? [
      // What the server's sanitizer lets through, and no more. The drop cursor draws with a style of its own.
      Kit.configure({
        heading: { levels: [3] },
        horizontalRule: false,
        dropcursor: false,
        gapcursor: false,
        trailingNode: false,
        link: LINKS,
      }),
      AddressesInSentences,
      Placeholder.configure({ placeholder: () => textarea.placeholder }),
    ],
    content: readable(html && !wasDirty ? html : contentOf(textarea, format)),
    parseOptions: PARSING,
    enableInputRules: AS_TYPED,
    enablePasteRules: AS_TYPED,
    editorProps: {
      scrollThreshold: 16,
      scrollMargin: 32,
      attributes: {
        class: 'rich-text',
        role: 'textbox',
        'aria-multiline': 'true',
        id: `${wrapper.id}-text`,
        ...(long && { 'data-long': '' }),
      },
      transformPastedHTML: (pasted) => {
        const tidied = tidyPasted(pasted);
        return kind ? kind.tidyPasted(tidied, textarea, pasted) : withFirstLines(withoutTables(tidied));
      },
      handlePaste: (view, { clipboardData: copied }) => {
        const words = copied?.getData('text/plain') ?? '';
        if (kind?.takeWords(editor, textarea, words)) return true;
        // What was copied from a page of text or figures brings a picture of itself along.
        if (hasWords(copied?.getData('text/html') ?? '')) return false;
        if (takeFiles(copied)) return true;
        // With Shift the signs themselves are meant.
        if (!(view as unknown as { input: { shiftKey: boolean } }).input.shiftKey)
          kind?.takePlain(editor, textarea, words);
        return false;
      },
      handleDrop: (view, event, _slice, moved) =>
        !moved && takeFiles(event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
      handleKeyDown: (_view, event) => {
        const send = event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.isComposing;
        // Out of lines of code, which an article has many of, as in every editor.
        if (kind && editor.isActive('codeBlock')) return false;
        return send && submitFormOf(textarea);
      },
    },
    onUpdate: () => (long ? soon.begin() : write(true)),
  });
  const soon = beforeAnyoneAsks(textarea, () => write(true));

  // Taken or not: the browser would show a file that was dropped in the place of the page.
  function takeFiles(data: DataTransfer | null, at?: number): boolean {
    const files = [...(data?.files ?? [])];
    if (files.length === 0 || !kind) return false;
    kind.takeFiles(editor, textarea, files, at);
    return true;
  }

  function write(byHand: boolean): void {
    const before = textarea.value;
    format.value = 'html';
    textarea.value = writtenIn(editor);
    if (!byHand && !wasDirty) textarea.defaultValue = textarea.value;
    else if (textarea.value !== before) textarea.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const follows = keepWhatFollows(editor, textarea);
  const read = () => {
    const more = follows.take();
    if (more) {
      format.value = 'html';
      textarea.value = more;
    }
    takeOver(editor, contentOf(textarea, format), true);
    if (more) textarea.dispatchEvent(new Event('input', { bubbles: true }));
  };

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
  textarea.focus = () => {
    // At once, and not with the next frame: what is typed until then would go nowhere.
    editor.view.focus();
    editor.commands.focus();
  };

  return {
    wrapper,
    read,
    destroy: () => {
      words.disconnect();
      soon.end();
      follows.end();
      forgetName();
      forgetToolbar();
      editor.destroy();
      wrapper.remove();
    },
  };
}

/** What takes a while, once the keys rest, and in any case before the form is sent, left or shown anew. */
function beforeAnyoneAsks({ form }: HTMLTextAreaElement, run: () => void) {
  const ends = new AbortController();
  const now = { capture: true, signal: ends.signal };
  let timer: number | undefined;
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    run();
  };
  for (const type of ['submit', 'portico:held']) form?.addEventListener(type, flush, now);
  for (const type of ['turbo:before-render', 'pagehide', 'beforeunload']) window.addEventListener(type, flush, now);
  return {
    begin() {
      clearTimeout(timer);
      timer = window.setTimeout(flush, AFTER);
    },
    end: () => ends.abort(),
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
