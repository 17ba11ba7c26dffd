const MAX_WORDS = 8;

/**
 * What somebody typed into the search, as a number (T-1482, 1482) and as a query for to_tsquery: every word must occur,
 * the way it begins. Only letters and digits get through, so no operator of the query language does.
 */
export function searchTerms(typed: string): { number: number | null; terms: string } {
  const number = /^\s*(?:t-?|#)?(\d{1,12})\s*$/i.exec(typed)?.[1];
  const words = typed.slice(0, 200).match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    number: number ? Number(number) : null,
    terms: words
      .slice(0, MAX_WORDS)
      .map((word) => `${word}:*`)
      .join(' & '),
  };
}
