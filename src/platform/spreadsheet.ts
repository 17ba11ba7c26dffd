/** Signs that make a spreadsheet compute, and what it skips before them: spaces, quotes, line ends. */
const SIGN = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20]`;
const SKIPPED = String.raw`[\s\p{Z}\p{Cf}"']*`;
const FORMULA = new RegExp(`^(?:[\\t\\r]|${SKIPPED}${SIGN})`, 'u');
/**
 * Where a spreadsheet that is set up in another language begins a cell: for it no quotes stand at the beginning of one, so that they hold
 * neither what parts cells nor the end of a line.
 */
const behind = (delimiter: string) =>
  new RegExp(`(?=${SIGN})(?<=[${',;\t\r\n'.replace(delimiter, '')}]${SKIPPED})`, 'gu');
const OURS = new RegExp(`^'(?=${SIGN}|[\\t\\r])|'(?=${SIGN})(?<=[;,\\t\\r\\n]${SKIPPED}')`, 'gu');

/** A cell that opens as text in every spreadsheet. Numbers of ours stay numbers. */
export function cell(value: unknown, delimiter = ','): string | number {
  if (typeof value === 'number') return value;
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const parted = text.replaceAll('\0', '').replace(behind(delimiter), "'");
  return FORMULA.test(parted) ? `'${parted}` : parted;
}

/** What was written into such a cell: a file that was taken out has an apostrophe before +49 40. */
export const bareCell = (written: string): string => written.trim().replace(OURS, '');
