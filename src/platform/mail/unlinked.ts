// A word joiner: nothing is seen, no line breaks there. On both sides of the dot, as some programs forgive it on one.
const JOINER = '\u2060';

/**
 * Mail programs make links of anything like "evil.example", also where a stranger put it in a name. An invisible
 * character in the right places keeps words words. Takes markup; leaves tags, real links and quotes alone.
 */
export function unlinked(html: string): string {
  let exempt = false;
  return html.replace(/<[^>]*>|[^<]+/g, (piece) => {
    if (!piece.startsWith('<')) return exempt ? piece : unlinkedText(piece);
    if (/^<\/?(?:a|blockquote)[ >]/.test(piece)) exempt = !piece.startsWith('</');
    return piece;
  });
}

/** The same for plain text. */
export function unlinkedText(text: string): string {
  return text.replace(/(?<=\S)(?:\.(?=\p{L})|@(?=[\p{L}\p{N}]))|:(?=\/\/)/gu, `${JOINER}$&${JOINER}`);
}
