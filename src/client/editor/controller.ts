import { Controller } from '@hotwired/stimulus';
import type { Writing } from './writing.ts';

/**
 * Turns a textarea into a rich text editor once someone goes there or the page has settled. The textarea stays the
 * field of the form: it carries the HTML, drafts and sending know nothing of the editor.
 */
export default class EditorController extends Controller<HTMLTextAreaElement> {
  static override values = { html: String, kind: String, toolbar: { type: String, default: 'editor-toolbar' } };
  declare readonly htmlValue: string;
  /** `article` has more than a message: headings, pictures, tables. */
  declare readonly kindValue: string;
  declare readonly toolbarValue: string;

  private writing: Writing | undefined;
  private loading = false;

  override connect(): void {
    if (this.writing?.wrapper.isConnected) return;
    this.removeLeftovers();
    // Nobody writes here; without an editor that is plain to see.
    if (this.element.disabled) return;
    this.element.addEventListener('focus', this.load, { once: true });
    this.element.addEventListener('portico:filled', this.read);
    this.element.form?.addEventListener('reset', this.readLater);
    if (this.element.value !== '') this.load();
    else whenIdle(this.load);
  }

  override disconnect(): void {
    if (this.element.isConnected) return;
    this.element.removeEventListener('portico:filled', this.read);
    this.element.form?.removeEventListener('reset', this.readLater);
    this.writing?.destroy();
    this.writing = undefined;
    this.loading = false;
  }

  private load = async (): Promise<void> => {
    if (this.loading || !this.element.isConnected) return;
    this.loading = true;
    // Without the chunk, say after a deployment, the textarea goes on working as plain text.
    const module = await import('./writing.ts').catch(() => undefined);
    const kind = this.kindValue === 'article' ? await import('./article/article.ts').catch(() => undefined) : undefined;
    if (!module || (this.kindValue && !kind)) this.element.dataset.plain = '';
    if (!module || (this.kindValue && !kind) || !this.element.isConnected || this.writing) return;
    const template = document.querySelector<HTMLTemplateElement>(`template#${CSS.escape(this.toolbarValue)}`);
    this.writing = module.startWriting(this.element, template, this.htmlValue, kind?.article);
  };

  private read = (): void => {
    if (this.writing) this.writing.read();
    else this.load();
  };

  // The event comes before the fields change.
  private readLater = (): void => {
    setTimeout(() => this.writing?.read());
  };

  // Turbo keeps pages as they looked, so a page from its memory has the editor's box without the editor.
  private removeLeftovers(): void {
    const next = this.element.nextElementSibling;
    if (next?.matches('.rich[data-held]')) next.remove();
    this.element.hidden = false;
  }
}

function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 3000 });
  else setTimeout(run, 1000);
}
