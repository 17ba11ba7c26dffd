import type { Leads } from './found.ts';

/** Where Zendesk and Freshdesk have their help centers, with or without a language: the number is what matters, the words behind it change. */
export const OLD_ADDRESSES = {
  zendesk:
    /^\/hc(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?(?:\/(?<things>articles|sections|categories)\/(?<n>\d{1,20})(?:-[^/]*)?)?\/?$/i,
  freshdesk:
    /^(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\/support\/(?:home|solutions(?:(?:\/(?<things>articles|folders))?\/(?<n>\d{1,20})(?:-[^/]*)?)?)\/?$/i,
};
/** Their other pages, which stand in every mail and signature: to ask, what was asked, to look for something, to sign in. */
const OTHERS =
  /^(?:\/hc(?:\/(?<zendesk>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?|(?:\/(?<freshdesk>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\/support)\/(?:(?<ask>(?:requests|tickets)\/new)|(?<asked>requests|tickets)(?:\/[^/]+)?|(?<search>search)(?:\/solutions)?|signin|login)\/?$/i;

const THINGS: Readonly<Record<string, string>> = { articles: 'article', sections: 'section', folders: 'folder' };
/** What one of their addresses names, as an import calls it. */
export const thingOf = (things: string | undefined): string => THINGS[(things ?? '').toLowerCase()] ?? 'category';

/** What we have for one of their other pages, and in which language they said it. */
export function insteadOf(
  path: string,
  query: URLSearchParams,
): { page: string; q?: string; lang: string } | undefined {
  const said = OTHERS.exec(path)?.groups;
  if (!said) return undefined;
  const lang = said.zendesk ?? said.freshdesk ?? '';
  if (said.ask) return { page: '/support/new', lang };
  if (said.asked) return { page: '/support', lang };
  if (!said.search) return { page: '/sign-in', lang };
  return { page: '/help/search', q: query.get('query') ?? query.get('term') ?? '', lang };
}

/**
 * Where a link to their help center leads that names no article: `hosts` it stood at, `made` has the categories that come over. Those keep
 * their address, which leads on here (features/help/old-addresses.ts).
 */
export function leadsOn(
  href: string,
  service: keyof typeof OLD_ADDRESSES,
  hosts: ReadonlySet<string>,
  made: ReadonlyMap<string, unknown>,
): Leads {
  const isPath = /^\/(?!\/)/.test(href);
  if (!URL.canParse(href, 'https://here.invalid')) return null;
  const { pathname, searchParams, hostname } = new URL(href, 'https://here.invalid');
  if (!isPath && !hosts.has(hostname)) return null;
  const other = insteadOf(pathname, searchParams);
  if (other) return { to: 'page', path: other.page + (other.q ? `?${new URLSearchParams({ q: other.q })}` : '') };
  const said = OLD_ADDRESSES[service].exec(pathname)?.groups;
  if (said && !said.n) return { to: 'page', path: '/help' };
  if (said && made.has(`${thingOf(said.things)}:${said.n}`)) return { to: 'page', path: pathname };
  return isPath ? null : { to: 'there' };
}
