import { withFirstLines } from '../source.ts';
import { tell } from './pictures.ts';

/** What the server takes out of a text (src/features/knowledge/body.ts) and the editor drops before the server sees it, so that it is said here. */
const LEFT_OUT: Record<string, string> = {
  Image: 'img:not([src^="/help/pictures/"])',
  Embed: 'iframe, video, audio, object, embed',
  Drawing: 'svg, math, canvas',
  Form: 'form, input, textarea, select, button',
};
/** Of other links a save says what became of them. */
const SAFE = /^(https?|ftps?|mailto|tel|callto|sms|cid|xmpp):$/;

/** Whether a video comes from where the server takes videos from; what it makes of the rest of the address it says when it is saved. */
export function isOnTheList(line: HTMLElement | null | undefined, address: string | undefined): boolean {
  const hosts = line?.dataset.hosts?.split(' ') ?? [];
  return address !== undefined && URL.canParse(address) && hosts.includes(new URL(address).hostname);
}

/** What was copied elsewhere, in the vocabulary of an article. What it has no place for is named below the text. */
export function tidyForArticle(tidied: string, textarea: HTMLTextAreaElement, copied: string): string {
  const page = new DOMParser().parseFromString(tidied, 'text/html');
  const bar = textarea.parentElement?.querySelector<HTMLElement>('.rich > .toolbar');
  const list = bar?.querySelector<HTMLElement>('[data-part=embed]');
  // Copied from a page of our own: what opens a video there, and addresses that a browser has written out.
  for (const opener of page.querySelectorAll('figure[data-embed] > details')) opener.remove();
  for (const picture of page.querySelectorAll('img')) {
    const address = picture.getAttribute('src') ?? '';
    if (address.startsWith(`${location.origin}/help/pictures/`))
      picture.setAttribute('src', address.slice(location.origin.length));
  }
  for (const frame of page.querySelectorAll('iframe')) {
    const address = (frame.getAttribute('src') ?? '').replace(/^\/\//, 'https://');
    if (!isOnTheList(list, address)) continue;
    const video = page.createElement('figure');
    video.dataset.embed = address;
    frame.replaceWith(video);
  }
  const left = Object.keys(LEFT_OUT).filter((kind) => page.querySelector(LEFT_OUT[kind]!));
  if (/<script\b/i.test(copied)) left.push('Script');
  if ([...page.querySelectorAll<HTMLAnchorElement>('a[href]')].some((link) => !SAFE.test(link.protocol)))
    left.push('Link');
  tell(textarea, left.length > 0 ? leftOut(bar?.dataset ?? {}, left) : '');
  // The first heading is the article's title; there are no more than three below it.
  for (const heading of page.querySelectorAll('h1, h5, h6')) rename(heading, heading.matches('h1') ? 'h2' : 'h4');
  for (const summary of page.querySelectorAll('summary')) rename(summary, 'p');
  return withFirstLines(page.body.innerHTML);
}

function leftOut(words: DOMStringMap, kinds: string[]): string {
  const said = `${words.left} ${kinds.map((kind) => words[`left${kind}`]).join(', ')}.`;
  return kinds.includes('Image') ? `${said} ${words.leftPictures}` : said;
}

function rename(element: Element, tag: string): void {
  const own = element.ownerDocument.createElement(tag);
  own.append(...element.childNodes);
  element.replaceWith(own);
}
