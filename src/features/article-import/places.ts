import { Parser } from 'htmlparser2';
import { headingsOf } from '#features/knowledge/index.ts';
import type { Found, FoundText } from './found.ts';

/** What a place of a text is called where it came from, and here: undefined for what is not there. */
export type Places = (name: string) => string | undefined;

const HEADING = /^h[1-6]$/;
/** As a heading is kept: the title of the page is above all of them. */
const kept = (name: string): number => Math.min(Math.max(Number(name.slice(1)), 2), 4);

/**
 * Each place that has a name is at a heading here: at the one it stands in or right before, else at the last one above it. What comes before
 * the first is the top of the page.
 */
export function placesIn(html: string, locale: string): Places {
  const places = new Map<string, string>();
  const own: string[] = [];
  const headingOf = headingsOf(locale);
  let above = 'top';
  let waiting: string[] = [];
  let words: string | null = null;
  const settle = () => {
    for (const name of waiting)
      for (const one of [name, plain(name)]) if (one !== '' && !places.has(one)) places.set(one, above);
    waiting = [];
  };
  const parser = new Parser({
    onopentag(name, { id, name: called }) {
      if (HEADING.test(name)) words = '';
      if (id) waiting.push(id);
      if (name === 'a' && called) waiting.push(called);
      if (words !== null && name === 'br') words += ' ';
      if (words === null && name === 'img') settle();
    },
    ontext(text) {
      if (words !== null) words += text;
      else if (text.trim() !== '') settle();
    },
    onclosetag(name) {
      if (!HEADING.test(name) || words === null) return;
      const { id } = headingOf(kept(name), words.trim());
      if (id !== undefined) own.push(id);
      above = id ?? above;
      words = null;
      settle();
    },
  });
  parser.end(html);
  settle();
  for (const id of own) if (!places.has(id)) places.set(id, id);
  return (name) => {
    const said = decoded(name);
    return places.get(said) ?? places.get(plain(said));
  };
}

/** As programs that make a name of a heading's words differ. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/-+/g, '-').replaceAll(/^-|-$/g, '');

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const byKey = new WeakMap<Found, ReadonlyMap<string, FoundText[]>>();
const known = new WeakMap<FoundText, Places>();

/** The places of another article of the source, in this language or the first that it has. */
export function placesAt(found: Found, key: string, locale: string): Places | undefined {
  const articles = byKey.get(found) ?? new Map(found.articles.map((one) => [one.key, one.texts]));
  byKey.set(found, articles);
  const texts = articles.get(key);
  const text = texts?.find((one) => one.locale === locale) ?? texts?.[0];
  if (!text) return undefined;
  const places = known.get(text) ?? placesIn(text.html(), text.locale);
  known.set(text, places);
  return places;
}
