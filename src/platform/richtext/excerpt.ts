import { unescapeText } from './escape.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of clean rich text on one line, at most `chars` long, cut between words and ending in "…" if cut. */
export function excerpt(html: string, chars: number): string {
  // Markup seldom takes more than this, and nobody needs all of a long text for its first words.
  const text = wordsOf(html.slice(0, chars * 8 + 500));
  if (text.length <= chars) return text;
  // The character that begins before the limit and ends behind it goes whole, be it a flag or an accented letter.
  const end = graphemes.segment(text).containing(chars - 1)?.index ?? chars - 1;
  const space = text.lastIndexOf(' ', end);
  return `${text.slice(0, space > chars / 2 ? space : end).replace(/[\s.,;:–-]+$/, '')}…`;
}

function wordsOf(html: string): string {
  const text = html.replace(/<\/?(?:a|strong|em|s|u|code)(?: [^>]*)?>/g, '').replace(/<[^>]*(?:>|$)/g, ' ');
  return unescapeText(text).replace(/\s+/g, ' ').trim();
}
