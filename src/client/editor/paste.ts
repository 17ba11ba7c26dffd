import { columnsOf } from './spans.ts';
import { makeListsOfWord } from './word-lists.ts';

/**
 * Prepares HTML from the clipboard. The policy ignores style attributes, even in a document that is never shown, so
 * that an office suite's bold and italic, which are styles, would be lost, and the "not bold" around a whole Google
 * document would turn all of it bold. They are read here, and nothing that the policy would report is parsed.
 */
export function tidyPasted(html: string): string {
  const page = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
  makeListsOfWord(page, STYLE);
  for (const element of page.body.querySelectorAll<HTMLElement>(`[${STYLE}]`)) {
    const style = element.getAttribute(STYLE) ?? '';
    element.removeAttribute(STYLE);
    if (/^(b|strong)$/i.test(element.tagName) && isNormal(style)) element.replaceWith(...element.childNodes);
    else for (const tag of marksIn(style)) if (tag !== 'u' || !isOfLink(element)) wrapContent(element, tag);
  }
  for (const table of page.querySelectorAll('table')) fitColumns(table);
  for (const pre of page.querySelectorAll('pre')) onlyCode(pre);
  // Drawn once for eyes and said once for ears: what it was written as is both.
  for (const formula of page.querySelectorAll('.katex'))
    formula.replaceWith((formula.querySelector('annotation') ?? formula).textContent);
  for (const box of page.querySelectorAll<HTMLInputElement>('li input[type=checkbox]'))
    box.replaceWith(box.checked ? '☑ ' : '☐ ');
  // The places of another program's text are not there in ours; those of our own headings are.
  for (const link of page.querySelectorAll('a[href^="#"]'))
    if (!/^#(?:s-|top$)/.test(link.getAttribute('href') ?? '')) link.replaceWith(...link.childNodes);
  return page.body.innerHTML;
}

const BLOCKS = 'p, div, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, pre';

/** For a text that has no tables: a line for each row, with a sign between its cells. What only lays out a page stays as it reads. */
export function withoutTables(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const table of page.querySelectorAll('table')) {
    const cells = [...table.querySelectorAll('td, th')];
    if (table.querySelector('table') || cells.some((cell) => cell.querySelectorAll(BLOCKS).length > 1)) continue;
    const lines = page.createElement('p');
    for (const row of table.rows) {
      if (lines.hasChildNodes()) lines.append(page.createElement('br'));
      lines.append([...row.cells].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(' | '));
    }
    table.replaceWith(lines);
  }
  return page.body.innerHTML;
}

const STYLE = 'data-pasted-style';

/** Style attributes under another name; handlers, style sheets and scripts gone. */
export function withoutStyles(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag
        .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
        .replace(/\sstyle\s*=\s*(?="|'|[^\s>])/gi, ` ${STYLE}=`),
    );
}

/** Whether there is anything to read in HTML from the clipboard: a picture alone has nothing. */
export function hasWords(html: string): boolean {
  const read = html
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, '')
    .replace(/<(?:[^>"']|"[^"]*"|'[^']*')*>|&nbsp;|&#160;/g, '');
  return read.trim() !== '';
}

/** The tags that a style stands for: "font-weight:700;font-style:italic" is strong and em. */
export function marksIn(style: string): string[] {
  const marks = [];
  if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) marks.push('strong');
  if (/font-style:\s*italic/i.test(style)) marks.push('em');
  if (/text-decoration[^;]*line-through/i.test(style)) marks.push('s');
  if (/text-decoration[^;]*underline/i.test(style)) marks.push('u');
  if (/vertical-align:\s*super/i.test(style)) marks.push('sup');
  if (/vertical-align:\s*sub/i.test(style)) marks.push('sub');
  return marks;
}

/** Code alone, with its language: some pages put its name and a button around it, into the same element. */
function onlyCode(pre: HTMLPreElement): void {
  const [code, ...more] = pre.querySelectorAll('code');
  if (!code || more.length > 0) return;
  if (pre.querySelector('div')) pre.replaceChildren(code);
  const language = /(?:^| )language-([a-z0-9+#-]{1,20})(?: |$)/.exec(code.className.toLowerCase())?.[1];
  if (language && code.parentElement === pre) pre.dataset.language ??= language;
}

/** Every link is underlined. */
const isOfLink = (element: Element): boolean => element.closest('a') !== null || element.querySelector('a') !== null;

function fitColumns(table: HTMLTableElement): void {
  const rows = [...table.rows];
  if (!rows.some(({ cells }) => [...cells].some(({ colSpan }) => colSpan > 1))) return;
  const columns = columnsOf(rows.map(({ cells }) => [...cells]));
  for (const [at, { cells }] of rows.entries())
    for (const [n, cell] of [...cells].entries()) cell.colSpan = columns[at]![n]!;
}

function isNormal(style: string): boolean {
  return /font-weight:\s*(normal|400)/i.test(style);
}

function wrapContent(element: HTMLElement, tag: string): void {
  const mark = element.ownerDocument.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}
