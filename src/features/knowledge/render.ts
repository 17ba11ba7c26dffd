import { sha256Hex } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import { escapeText, unescapeText } from '#platform/richtext/escape.ts';
import { liveArticlesById } from './live-texts.ts';
import { say } from './messages.ts';
import { articlePath, picturePath } from './path.ts';
import { picturesIn, sizesOf } from './pictures.ts';
import { slugOf } from './slug.ts';

export interface Rendered {
  /** For a `<div class="prose article-body">`. */
  html: string;
  /** Its headings of the second and third level, with the ids they have in it. */
  contents: { id: string; level: 2 | 3; title: string }[];
}

/** The names that the headings of a text had before, in the order of its headings, the latest first. */
export type Places = readonly (readonly string[])[];

const LINK = /<a href="article:([0-9a-f-]{36})(#[\w-]+)?">([\s\S]*?)<\/a>/g;
const PICTURE = /<img src="picture:([0-9a-f-]{36})"([^>]*)>/g;
export const HEADING = /<h([234])>([\s\S]*?)<\/h\1>/g;
const CALLOUT = /<aside data-callout="(info|tip|warning)">/g;
const EMBED = /<figure data-embed="([^"]+)">([\s\S]*?)<\/figure>/g;

/** The articles that a text links to, by their ids. */
export const linkedIn = (html: string): string[] => [...new Set([...html.matchAll(LINK)].map((match) => match[1]!))];

/**
 * A text as its readers get it: links to other articles lead where those are now, in the reader's language, and are words alone when the
 * reader may not read them; pictures have addresses and their size, headings ids, and the names they had before. A video is asked of its owner when somebody
 * opens it, and not before; its address comes along when it is copied into an editor.
 */
export async function rendered(
  ctx: Ctx,
  html: string,
  locale: string,
  places: Places | null = null,
): Promise<Rendered> {
  const [links, sizes] = await Promise.all([
    liveArticlesById(ctx, linkedIn(html), locale),
    sizesOf(ctx, picturesIn(html)),
  ]);
  const contents: Rendered['contents'] = [];
  const headingOf = headingsOf(locale);
  const reader = ctx.reader;
  return {
    contents,
    html: html
      .replace(LINK, (_, id: string, place = '', words: string) => {
        const target = links.get(id);
        return target ? `<a href="${articlePath(target)}${place}">${words}</a>` : words;
      })
      .replace(PICTURE, (_, id: string, rest: string) => {
        // Its place is kept until it is there: else the words jump, and a link to a heading leads past it.
        const size = / (?:width|height)="/.test(rest) ? undefined : sizes.get(id);
        const room = size ? ` width="${size.width}" height="${size.height}"` : '';
        return `<img loading="lazy" src="${picturePath(id)}"${room}${rest}>`;
      })
      .replace(HEADING, (_, written: string, inside: string) => {
        const title = titleIn(inside);
        const { level, id } = headingOf(Number(written), title);
        if (id === undefined) return `<h${level}>${inside}</h${level}>`;
        const before = (places?.[contents.length] ?? []).map((name) => `<span id="${name}"></span>`).join('');
        contents.push({ id, level: level === 2 ? 2 : 3, title });
        return `<h${level} id="${id}">${before}${inside}</h${level}>`;
      })
      .replaceAll(
        '<table>',
        `<div class="scroll-x" tabindex="0" role="group" aria-label="${escapeText(say(reader, 'table'))}"><table>`,
      )
      .replaceAll('</table>', '</table></div>')
      .replace(CALLOUT, (_, kind: 'info' | 'tip' | 'warning') => {
        const label = escapeText(say(reader, `callout.${kind}`));
        return `<aside data-callout="${kind}" role="note" aria-label="${label}">`;
      })
      .replace(EMBED, (_, address: string, inside: string) => {
        const from = escapeText(new URL(address.replaceAll('&amp;', '&')).hostname);
        const label = escapeText(say(reader, 'embed.open', { from }));
        const title = escapeText(say(reader, 'embed.title', { from })).replaceAll('"', '&quot;');
        return `<figure class="embed" data-embed="${address}"><details><summary>${label}</summary><iframe src="${address}" title="${title}" loading="lazy" allow="fullscreen; picture-in-picture" referrerpolicy="strict-origin-when-cross-origin"></iframe></details>${inside}</figure>`;
      }),
  };
}

/** What a heading says. */
export const titleIn = (inside: string): string =>
  unescapeText(inside.replaceAll('<br />', ' ').replaceAll(/<[^<>]*>/g, '')).trim();

/** How the headings of a text are shown, asked for one after another: with the id that their words give them, down to the third level. */
export function headingsOf(locale: string): (written: number, words: string) => { level: number; id?: string } {
  const taken = new Map<string, number>();
  const above: number[] = [];
  return (written, words) => {
    const level = nextLevel(above, written);
    return level > 3 ? { level } : { level, id: freeId(taken, nameOf(words, locale)) };
  };
}

/**
 * What an address can say of a heading. Words in letters that it does not have are told apart by a digest: by a number they would be called
 * otherwise as soon as another one stands above.
 */
function nameOf(words: string, locale: string): string {
  const slug = slugOf(words, locale);
  if (!/(?!\p{Script=Latin})\p{L}/u.test(words)) return slug || 'section';
  const digest = sha256Hex(words.normalize('NFC').toLowerCase().trim()).slice(0, 8);
  return slug === '' ? digest : `${slug}-${digest}`;
}

/** The level that a heading is shown with: below the title none is left out, whatever was written. `above` are those that it may stand under. */
function nextLevel(above: number[], written: number): number {
  while (above.length > 0 && above.at(-1)! >= written) above.pop();
  above.push(written);
  return 1 + above.length;
}

/** The same words a second time have a number behind; where it goes on is known, however often they come. */
function freeId(taken: Map<string, number>, wanted: string): string {
  const plain = `s-${wanted}`;
  let n = taken.get(plain) ?? 1;
  let id = plain;
  while (taken.has(id)) id = `${plain}-${++n}`;
  taken.set(plain, n);
  if (id !== plain) taken.set(id, 1);
  return id;
}
