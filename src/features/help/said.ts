import type { LiveArticle } from '#features/knowledge/index.ts';
import { unescapeText } from '#platform/richtext/escape.ts';
import { withoutTags } from '#platform/richtext/written.ts';

const WORDS_A_MINUTE = 200;
const DESCRIPTION = 160;
/** Of scripts that put no spaces between words: two of them are read like one word. */
const SIGN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** May stand within a word; any other tag is the end of one. */
const IN_WORDS = /<\/?(?:a|strong|em|s|u|code|sub|sup)(?: [^<>]*)?>/g;
/** A word that is cut in two, unless it is a whole sentence of such signs. */
const CUT = /\s\S{0,40}$/;

/** How long an article takes to read, and what is said of it where only a line is shown. */
export function said(article: Pick<LiveArticle, 'html' | 'summary' | 'title'>): {
  minutes: number;
  description: string;
} {
  const text = unescapeText(withoutTags(article.html.replaceAll(IN_WORDS, '')))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const short = text.length > DESCRIPTION ? `${text.slice(0, DESCRIPTION).toWellFormed().replace(CUT, '')} …` : text;
  const signs = text.match(SIGN)?.length ?? 0;
  const words = text.replaceAll(SIGN, ' ').split(/\s+/).filter(Boolean).length + signs / 2;
  return {
    minutes: Math.max(1, Math.round(words / WORDS_A_MINUTE)),
    description: article.summary || short || article.title,
  };
}
