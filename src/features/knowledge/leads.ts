import { localPath } from '#platform/http/local-path.ts';
import { linkAttributes } from '#platform/richtext/link.ts';

/** The page of another article: it is kept by which article it is, and what is none leads nowhere. */
const OF_ARTICLE = /^\/(?:knowledge\/\d|help\/[a-z]{2,3}(?:-[A-Z]{2})?\/)/;
const TELEPHONE = /^\+?\d{3,20}$/;

/** Where an article may lead, spelled as it is kept: into the web, to a mailbox, to a telephone, or to a page of the portal. */
export function leadsTo(href: string): string | undefined {
  if (/^tel:/i.test(href)) {
    const number = href.slice(4).replaceAll(/%20|[\s()./-]/g, '');
    return TELEPHONE.test(number) ? `tel:${number}` : undefined;
  }
  if (href.startsWith('/')) return OF_ARTICLE.test(href) ? undefined : localPath(href, '') || undefined;
  return linkAttributes(unwrapped(href))?.href;
}

/** The address that is meant, where Outlook or Google have put theirs around it, which says whose mail it comes from and sees who follows it. */
export function unwrapped(href: string): string {
  if (!URL.canParse(href)) return href;
  const { hostname, pathname, searchParams } = new URL(href);
  const isOutlooks = hostname.endsWith('.safelinks.protection.outlook.com');
  const isGoogles = hostname === 'www.google.com' && pathname === '/url';
  const meant =
    (isOutlooks && searchParams.get('url')) || (isGoogles && (searchParams.get('q') ?? searchParams.get('url')));
  return meant && /^https?:\/\//i.test(meant) ? meant : href;
}
