import { formatTime } from '#platform/i18n/format.ts';
import { isDirty } from '../keep/dirty.ts';
import { readerNow } from '../reader.ts';
import { fill } from '../uploads/wording.ts';

/** About a line of the dialog, with the number of words behind it. */
const LONGEST = 42;

interface Kept {
  what: string;
  note: string;
}

/** Says in the dialog what of the page is safe: each text with its length, each file that was uploaded. */
export function showKept(dialog: HTMLElement): void {
  const list = dialog.querySelector<HTMLElement>('[data-part=kept]');
  const row = dialog.querySelector<HTMLTemplateElement>('[data-part=row]');
  if (!list || !row) return;
  const rows = [...document.querySelectorAll<HTMLFormElement>('main form')].flatMap((form) =>
    keptOf(form, list.dataset),
  );
  list.replaceChildren(...rows.map((kept) => fillRow(row, kept)));
  list.hidden = rows.length === 0;
}

function keptOf(form: HTMLFormElement, words: DOMStringMap): Kept[] {
  const time = fill(words.time ?? '', { time: formatTime(readerNow(), new Date()) });
  const texts = [...form.querySelectorAll('textarea')].filter(isDirty).map(textOf).filter(Boolean);
  const files = [...form.querySelectorAll<HTMLInputElement>('input[name=upload]')];
  return [
    ...texts.map((text) => ({ what: describe(subjectOf(form) || text, text, words), note: time })),
    ...files.map(({ dataset }) => ({ what: dataset.name ?? '', note: words.file ?? '' })),
  ];
}

function describe(quote: string, text: string, words: DOMStringMap): string {
  const n = text.split(/\s+/).length;
  const short = quote.length > LONGEST ? `${quote.slice(0, LONGEST).trimEnd()}…` : quote;
  return fill((n === 1 ? words.one : words.many) ?? '{quote}', { quote: short, n: String(n) });
}

const subjectOf = (form: HTMLFormElement): string =>
  form.querySelector<HTMLInputElement>('input[name=subject]')?.value.trim() ?? '';

// Behind the editor the textarea holds HTML.
function textOf(field: HTMLTextAreaElement): string {
  const format = field.form?.querySelector<HTMLInputElement>('input[name=body_format]')?.value;
  if (field.name !== 'body' || format !== 'html') return field.value.trim();
  const { body } = new DOMParser().parseFromString(field.value.replaceAll('<', ' <'), 'text/html');
  return body.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

function fillRow(template: HTMLTemplateElement, { what, note }: Kept): Node {
  const row = template.content.cloneNode(true) as DocumentFragment;
  const [first, second] = row.querySelectorAll('span');
  if (first) first.textContent = what;
  if (second) second.textContent = note;
  return row;
}
