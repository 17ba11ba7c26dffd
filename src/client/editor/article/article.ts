import type { Editor } from '@tiptap/core';
import Placeholder from '@tiptap/extension-placeholder';
import { TableKit } from '@tiptap/extension-table';
import { Kit } from '../kit.ts';
import { sayWrong } from '../link.ts';
import { AddressesInSentences, LINKS } from '../links.ts';
import { linkFrom } from '../plain.ts';
import type { WritingKind } from '../writing.ts';
import { takeMarkdown } from './markdown.ts';
import { Above, Below, Callout, Caption, Embed, Figure, Kept, Picture, PictureInLine } from './nodes.ts';
import { isOnTheList, tidyForArticle } from './pasted.ts';
import { describePictures, sendPictures } from './pictures.ts';
import { putBlock } from './place.ts';
import { takeSavedText } from './saved.ts';

const CALLOUTS = ['info', 'tip', 'warning'];

/** A note becomes a tip, then a warning, then the words alone again. */
function turnCallout(editor: Editor): boolean {
  const chain = editor.chain().focus();
  if (!editor.isActive('callout')) return chain.wrapIn('callout').run();
  const next = CALLOUTS[CALLOUTS.indexOf(String(editor.getAttributes('callout').kind)) + 1];
  return next ? chain.updateAttributes('callout', { kind: next }).run() : chain.lift('callout').run();
}

const commands: Record<string, (editor: Editor) => boolean> = {
  heading2: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  heading3: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  callout: turnCallout,
  table: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  addRowAfter: (editor) => editor.chain().focus().addRowAfter().run(),
  addColumnAfter: (editor) => editor.chain().focus().addColumnAfter().run(),
  deleteRow: (editor) => editor.chain().focus().deleteRow().run(),
  deleteColumn: (editor) => editor.chain().focus().deleteColumn().run(),
  deleteTable: (editor) => editor.chain().focus().deleteTable().run(),
};

/** The article's own part of the toolbar; what messages have too is attached already. */
function attach(editor: Editor, bar: HTMLElement, textarea: HTMLTextAreaElement): void {
  const part = <Element extends HTMLElement>(name: string) => bar.querySelector<Element>(`[data-part=${name}]`);
  const file = part<HTMLInputElement>('file');
  const embed = part('embed');
  const address = embed?.querySelector('input');
  const put = () => {
    const typed = address?.value.trim() ?? '';
    const wrong = typed !== '' && !isOnTheList(embed, linkFrom(typed));
    sayWrong(embed, wrong);
    if (wrong) return address?.focus();
    if (typed) putBlock(editor, { type: 'embed', attrs: { address: linkFrom(typed) ?? typed } });
    if (address) address.value = '';
    embed?.setAttribute('hidden', '');
    editor.commands.focus();
  };
  bar.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const name = target?.closest<HTMLElement>('[data-command]')?.dataset.command ?? '';
    if (name === 'picture') file?.click();
    else if (name === 'embed' && embed && address) {
      embed.hidden = !embed.hidden;
      address.value = '';
      sayWrong(embed, false);
      if (!embed.hidden) address.focus();
    } else commands[name]?.(editor);
    if (target?.closest('[data-part=apply]') && embed?.contains(target)) put();
  });
  address?.addEventListener('keydown', (event) => {
    // Of a word that is composed they are part.
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') return put();
    embed?.setAttribute('hidden', '');
    editor.commands.focus();
  });
  file?.addEventListener('change', () => {
    void sendPictures(editor, textarea, [...(file.files ?? [])]);
    file.value = '';
  });
  const alt = part('alt');
  if (alt) describePictures(editor, alt);
  takeSavedText(editor, textarea);
  const show = () => {
    const table = part('table');
    if (table) table.hidden = !editor.isActive('table');
    for (const level of [2, 3])
      bar
        .querySelector(`[data-command=heading${level}]`)
        ?.setAttribute('aria-pressed', String(editor.isActive('heading', { level })));
  };
  editor.on('transaction', show);
}

/** The vocabulary of an article, which is the server's (src/features/knowledge/body.ts), and no more. */
export const article: WritingKind = {
  extensions: (textarea) => [
    Kit.configure({
      heading: { levels: [2, 3, 4] },
      dropcursor: false,
      link: LINKS,
    }),
    AddressesInSentences,
    Picture,
    PictureInLine,
    Callout,
    Embed,
    Figure,
    Caption,
    Below,
    Above,
    Kept,
    // Widths are styles, which the policy forbids: columns are as wide as what is in them.
    TableKit.configure({ table: { resizable: false } }),
    Placeholder.configure({ placeholder: () => textarea.placeholder }),
  ],
  tidyPasted: tidyForArticle,
  // The address of a video on an empty line is the video; anywhere else it is a link.
  takeWords(editor, textarea, words) {
    const embed = textarea.parentElement?.querySelector<HTMLElement>('.rich > .toolbar [data-part=embed]');
    const address = linkFrom(words.trim());
    const { parent } = editor.state.selection.$from;
    if (parent.type.name !== 'paragraph' || parent.content.size > 0 || !isOnTheList(embed, address)) return false;
    putBlock(editor, { type: 'embed', attrs: { address: address! } });
    return true;
  },
  takePlain: takeMarkdown,
  takeFiles: (editor, textarea, files, at) => void sendPictures(editor, textarea, files, at),
  attach,
};
