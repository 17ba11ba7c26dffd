const SIGNS = [
  // A heading stands by itself: comments of scripts have their command in the next line.
  /(?:^|\n[ \t]*\n)#{1,6} \S[^\n]*(?:\n[ \t]*(?:\n|$))/,
  /(?:^|\n)(```|~~~)[^\n`]*\n[\s\S]*?\n\1[ \t]*(?:\n|$)/,
  // Two points of a list, one below the other or with a line between.
  /(?:^|\n)[*+-] \S[^\n]*\n(?:[ \t]*\n)?[*+-] \S/,
  /(?:^|\n)1[.)] \S[^\n]*\n(?:[ \t]*\n)?[ \t]*2[.)] \S/,
  // A link or a picture; never the call of a function on a list's item: `a[0](b)`.
  /\[[^\]\n]+\]\((?:https?:\/\/|mailto:|tel:|\/|#)[^)\s]*\)/,
  /(?:^|\n)\|?[^\n|]+\|[^\n]*\n\|?[ \t]*:?-{3,}:?[ \t]*\|/,
  /(?:^|\s)\*\*\S(?:[^*\n]*\S)?\*\*(?=[\s.,;:!?)]|$)/,
];

/** Whether words that were copied as plain text are Markdown: only what nobody writes who means the signs themselves. */
export const looksLikeMarkdown = (words: string): boolean => {
  const text = words.replaceAll('\r\n', '\n').trim();
  return text.length < 200_000 && SIGNS.some((sign) => sign.test(text));
};
