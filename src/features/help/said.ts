import type { LiveArticle } from '#features/knowledge/index.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';

const WORDS_A_MINUTE = 200;
const DESCRIPTION = 160;

/** How long an article takes to read, and what is said of it where only a line is shown. */
export function said(article: LiveArticle): { minutes: number; description: string } {
  // Where a link leads is not what it says.
  const text = toPlainText(article.html.replaceAll(/<\/?a(?: [^>]*)?>/g, ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const short = text.length > DESCRIPTION ? `${text.slice(0, DESCRIPTION).replace(/\s\S*$/, '')} …` : text;
  return {
    minutes: Math.max(1, Math.round(text.split(' ').length / WORDS_A_MINUTE)),
    description: article.summary || short || article.title,
  };
}
