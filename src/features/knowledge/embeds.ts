/** Players and boards that an article may show: which addresses people copy, and the one that is shown. No cookies before one plays. */
const EMBEDS: { hosts: readonly string[]; id: (url: URL) => string | undefined; address: (id: string) => string }[] = [
  {
    hosts: ['www.youtube.com', 'youtube.com', 'm.youtube.com', 'youtu.be', 'www.youtube-nocookie.com'],
    id: (url) =>
      match(
        url.hostname === 'youtu.be' ? url.pathname.slice(1) : (url.searchParams.get('v') ?? url.pathname.split('/')[2]),
        /^[\w-]{11}$/,
      ),
    address: (id) => `https://www.youtube-nocookie.com/embed/${id}`,
  },
  {
    hosts: ['vimeo.com', 'www.vimeo.com', 'player.vimeo.com'],
    // One that is not listed plays with the key beside its number, in either form of its address.
    id: (url) => {
      const [id, key = url.searchParams.get('h')] = url.pathname.replace(/^.*?(?=\/\d)\//, '').split('/');
      return match(key ? `${id}/${key}` : id, /^\d{6,12}(\/[0-9a-f]{6,20})?$/);
    },
    address: (id) => `https://player.vimeo.com/video/${id.replace('/', '?h=')}${id.includes('/') ? '&' : '?'}dnt=1`,
  },
  {
    hosts: ['www.loom.com', 'loom.com'],
    id: (url) => match(url.pathname.split('/')[2], /^[0-9a-f]{32}$/),
    address: (id) => `https://www.loom.com/embed/${id}`,
  },
];

/** Where what is shown may come from. */
export const embedHosts: readonly string[] = EMBEDS.flatMap(({ hosts }) => hosts);

const match = (text: string | undefined, pattern: RegExp): string | undefined =>
  text !== undefined && pattern.test(text) ? text : undefined;

/** The address that is shown for one that somebody pasted; undefined for whatever is not on the list. Other editors leave its scheme out. */
export function embedOf(address: string): string | undefined {
  const whole = address.trim().replace(/^(?:http:)?\/\//i, 'https://');
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password || url.port) return undefined;
  const known = EMBEDS.find(({ hosts }) => hosts.includes(url.hostname));
  const id = known?.id(url);
  return known && id ? known.address(id) : undefined;
}
