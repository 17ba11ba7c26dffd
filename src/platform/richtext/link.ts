const SCHEMES = ['http:', 'https:', 'mailto:'];

/**
 * The attributes of a link somebody else wrote, or undefined where it should stay plain text: only full web and mail
 * addresses pass, spelled the way the browser would understand them, and none that hides its host behind a name.
 */
export function linkAttributes(href: string | undefined): { href: string; rel: string } | undefined {
  const url = URL.canParse(href ?? '') ? new URL(href ?? '') : undefined;
  if (!url || !SCHEMES.includes(url.protocol)) return undefined;
  if (url.username || url.password) return undefined;
  return { href: url.href, rel: 'noopener nofollow ugc' };
}
