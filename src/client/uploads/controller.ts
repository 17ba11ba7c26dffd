import { Controller } from '@hotwired/stimulus';
import { formatBytes } from '#platform/i18n/format.ts';
import { readerNow } from '../reader.ts';
import { Batch } from './batch.ts';
import { catchFiles } from './catch.ts';
import { Departure } from './departure.ts';
import { Row } from './row.ts';
import { type Terms, Upload, type Words } from './upload.ts';
import { fill, shownName } from './wording.ts';

/** Files chosen, dropped or pasted are sent at once and join the form by their ids; sending the form waits for them. */
export default class UploadsController extends Controller<HTMLElement> {
  static override targets = ['list', 'row', 'kept', 'status'];
  static override values = { url: String, token: String, limit: Number, say: Object };
  declare readonly listTarget: HTMLElement;
  declare readonly rowTarget: HTMLTemplateElement;
  declare readonly hasStatusTarget: boolean;
  declare readonly statusTarget: HTMLElement;
  declare readonly urlValue: string;
  declare readonly tokenValue: string;
  declare readonly limitValue: number;
  declare readonly sayValue: Words;

  private readonly batch = new Batch();
  private departure: Departure | undefined;
  private letGo: (() => void) | undefined;

  override connect(): void {
    // Moved by a morph, with its form: that Send was pressed still holds.
    if (this.departure) return;
    const form = this.element.closest('form');
    if (this.element.querySelector('input[type=file]:disabled')) return;
    this.listTarget.dataset.held = '';
    this.removeDeadRows();
    this.letGo = catchFiles(this.element, (files) => {
      for (const file of files) this.add(file);
    });
    this.departure = new Departure(form, this.batch, this.sayValue);
    form?.addEventListener('reset', this.clear);
  }

  override disconnect(): void {
    // A morph moves elements: still in the page means that nothing has ended.
    if (this.element.isConnected) return;
    this.letGo?.();
    this.departure?.end();
    this.departure = undefined;
    this.element.closest('form')?.removeEventListener('reset', this.clear);
    this.batch.cancel();
  }

  /** A file that came with the page, from a form with errors or from a draft: it is stored already. */
  keptTargetConnected(input: HTMLInputElement): void {
    if (input.closest('[data-state]')) return;
    const same = `[data-state] input[name=upload][value="${CSS.escape(input.value)}"]`;
    if (this.element.querySelector(same)) {
      input.remove();
      return;
    }
    const { name = '', size = '0' } = input.dataset;
    const row = new Row(this.rowTarget, name);
    const total = formatBytes(readerNow(), Number(size));
    row.show('done', fill(this.sayValue.done ?? '{total}', { name, total, done: total }));
    row.on('remove', () => this.drop(row));
    row.element.append(input);
    this.listTarget.append(row.element);
  }

  private add(given: File): void {
    // Where one without a name is sent, a form means that none was chosen.
    const file = given.name ? given : new File([given], 'file', { type: given.type });
    const row = new Row(this.rowTarget, shownName(file.name));
    const upload = new Upload(file, row, () => this.changed());
    this.batch.add(upload);
    row.on('cancel', () => upload.cancel());
    row.on('remove', () => this.drop(row));
    row.on('retry', () => upload.queue(this.terms));
    this.listTarget.append(row.element);
    upload.queue(this.terms);
  }

  private drop(row: Row): void {
    row.element.remove();
    this.changed();
  }

  private changed(): void {
    this.batch.moveOn(this.terms);
    if (this.hasStatusTarget) this.statusTarget.textContent = this.lastWords();
    this.listTarget.dispatchEvent(new Event('change', { bubbles: true }));
    this.departure?.go();
  }

  private lastWords(): string {
    const parts = this.listTarget.lastElementChild?.querySelectorAll('[data-part=name], [data-part=meta]') ?? [];
    return [...parts].map((part) => part.textContent).join(': ');
  }

  private clear = (): void => {
    this.batch.cancel();
    this.listTarget.replaceChildren();
  };

  // Turbo shows a page from its memory with the rows of uploads that ended when the page was left.
  private removeDeadRows(): void {
    for (const row of this.listTarget.querySelectorAll('[data-uploading]')) if (!this.batch.owns(row)) row.remove();
  }

  private get terms(): Terms {
    const limit = this.limitValue || Number.POSITIVE_INFINITY;
    return { address: this.urlValue, token: this.tokenValue, limit, words: this.sayValue };
  }
}
