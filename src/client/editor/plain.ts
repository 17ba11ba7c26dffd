/** Plain text as the paragraphs an editor starts with: blank lines part them, line breaks and a last space stay. */
export function plainToHtml(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .trimStart()
    .replace(/\n\s*$/, '')
    .split(/\n\s*\n/);
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Where an article may lead besides: to a telephone whose number is whole, or to a page of this portal. */
export function leadFrom(typed: string): string | undefined {
  const text = typed.trim();
  if (/^\/(?![/\\])\S*$/.test(text)) return text;
  const number = text.replace(/^tel:/i, '').replaceAll(/[\s()./-]/g, '');
  const isWhole = /^\+\d{6,20}$/.test(number) || (/^tel:/i.test(text) && /^\d{3,20}$/.test(number));
  return isWhole ? `tel:${number}` : undefined;
}

/** The address someone meant by "example.com" or "me@example.com"; undefined for anything that is not a link. */
export function linkFrom(typed: string): string | undefined {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:)\S+$/i.test(text)) return text;
  // The page of another article: the server keeps which one, whatever it is called later.
  if (/^\/(knowledge\/\d+|help\/[a-zA-Z-]+\/[a-z0-9-]+)$/.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/]+\.[^\s:/]{2,}(:\d+)?([/?#]\S*)?$/.test(text)) return `https://${text}`;
  return undefined;
}
