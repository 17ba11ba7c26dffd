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

/**
 * What an element is renamed to that goes, while its words stay; `withoutSpans` takes it away. sanitize-html closes the element after one
 * that was renamed to what it drops by the wrong name, so that it would hold whatever follows: what is renamed has to be let through.
 */
export const DROPPED = { tagName: 'span', attribs: {} };

/** Of sanitize-html's own output, in which a span has no attributes and a sign of a text is never one of a tag. */
export const withoutSpans = (html: string): string => html.replaceAll(/<\/?span>/g, '');
