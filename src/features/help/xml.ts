import { escapeText } from '#platform/richtext/escape.ts';

// What no XML may contain, however it is written.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const text = (words: string): string => escapeText(words.replace(FORBIDDEN, '')).replaceAll('"', '&quot;');

export interface Feed {
  title: string;
  description: string;
  link: string;
  self: string;
  lang: string;
  items: { title: string; description: string; link: string; id: string; at: Date }[];
}

/** RSS 2.0, with its own address as Atom has it: https://www.rssboard.org/rss-profile */
export function feedXml(feed: Feed): string {
  const items = feed.items.map(
    (item) => `<item><title>${text(item.title)}</title><link>${text(item.link)}</link>
<guid isPermaLink="false">${text(item.id)}</guid><pubDate>${item.at.toUTCString()}</pubDate>
<description>${text(item.description)}</description></item>
`,
  );
  const newest = feed.items[0]?.at.toUTCString();
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${text(feed.title)}</title><link>${text(feed.link)}</link><description>${text(feed.description)}</description>
<language>${text(feed.lang)}</language>${newest ? `<lastBuildDate>${newest}</lastBuildDate>` : ''}
<atom:link href="${text(feed.self)}" rel="self" type="application/rss+xml"/>
${items.join('')}</channel></rss>
`;
}

export interface Place {
  address: string;
  changed?: Date | undefined;
  /** The same in other languages. */
  alternates?: readonly { lang: string; address: string }[] | undefined;
}

/** https://www.sitemaps.org/protocol.html, with the other languages of each page. */
export function sitemapXml(places: readonly Place[]): string {
  const urls = places.map(({ address, changed, alternates }) => {
    const others = (alternates ?? []).map(
      (one) => `<xhtml:link rel="alternate" hreflang="${text(one.lang)}" href="${text(one.address)}"/>`,
    );
    const at = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : '';
    return `<url><loc>${text(address)}</loc>${at}${others.join('')}</url>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
}

/** Of several, where each is. */
export function sitemapIndexXml(addresses: readonly string[]): string {
  const parts = addresses.map((address) => `<sitemap><loc>${text(address)}</loc></sitemap>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${parts.join('')}</sitemapindex>
`;
}
