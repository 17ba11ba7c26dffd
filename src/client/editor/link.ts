import type { Editor } from '@tiptap/core';
import { leadFrom, linkFrom } from './plain.ts';
import { offerTitles } from './titles.ts';

/** Whether what stands in a line of the toolbar cannot be used: in words (`[data-part=wrong]`), beside its frame. */
export function sayWrong(line: HTMLElement | null, wrong: boolean): void {
  line?.querySelector('input')?.setAttribute('aria-invalid', String(wrong));
  line?.querySelector('[data-part=wrong]')?.toggleAttribute('hidden', !wrong);
}

const languageOf = (bar: HTMLElement): string =>
  bar.closest('form')?.querySelector<HTMLInputElement>('[name=lang]')?.value ?? '';

/**
 * The address field of the toolbar, `[data-part=link]` with an input in it. Enter sets the link, an empty address
 * removes it, Escape leaves all as it was.
 */
export function attachLinkField(editor: Editor, bar: HTMLElement): { toggle(): void } {
  const field = bar.querySelector<HTMLElement>('[data-part=link]');
  const input = field?.querySelector('input');
  const from = field?.dataset.titles;
  const titled = input && from ? offerTitles(input, from, () => languageOf(bar)) : undefined;

  function close(): void {
    field?.setAttribute('hidden', '');
    // At once, and not with the next frame: what is typed until then would go nowhere.
    editor.view.focus();
  }
  async function apply(): Promise<void> {
    const typed = input?.value.trim() ?? '';
    const article = await titled?.(typed);
    // Something else was meant while the titles were on their way.
    if (field?.hidden || typed !== (input?.value.trim() ?? '')) return;
    const href = article?.href ?? linkFrom(typed) ?? (titled && leadFrom(typed));
    sayWrong(field, typed !== '' && !href);
    // No address: it stays open for another try, and the link as it was.
    if (typed !== '' && !href) {
      input?.focus();
      return;
    }
    const chain = editor.chain().focus().extendMarkRange('link');
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain
        .insertContent({ type: 'text', text: article?.title ?? href, marks: [{ type: 'link', attrs: { href } }] })
        .run();
    // Behind it: who types on would write over the words it was set on.
    else chain.setLink({ href }).setTextSelection(editor.state.selection.to).unsetMark('link').run();
    close();
  }

  input?.addEventListener('keydown', (event) => {
    // Of a word that is composed they are part.
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') void apply();
    else close();
  });
  field?.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-part=apply]')) void apply();
  });

  return {
    toggle() {
      if (!field || !input) return;
      field.hidden = !field.hidden;
      if (field.hidden) return close();
      const { href } = editor.getAttributes('link');
      sayWrong(field, false);
      input.value = typeof href === 'string' ? href : '';
      input.focus();
    },
  };
}
