import { onlyReadable } from '../http/line.ts';

/** What editors and other programs write for the same thing; each vocabulary adds the headings it has. */
export const SAME_AS: Readonly<Record<string, string>> = {
  b: 'strong',
  i: 'em',
  del: 's',
  strike: 's',
  ins: 'u',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  div: 'p',
};

/** PostgreSQL refuses NUL and half surrogate pairs; the other control characters have nothing to show. */
export const storable = (text: string): string => onlyReadable(text.toWellFormed());

/** Of a text that is too much to be read as HTML, its words. */
export const withoutTags = (html: string): string => html.replaceAll(/<[^<>]*>/g, ' ');
