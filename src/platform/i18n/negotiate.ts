import { formatIn, isLocale, type Locale, languageOf, type Speaking } from './reader.ts';

// A browser sends a few dozen characters; more than this is not worth reading.
const LONGEST_HEADER = 1000;

/**
 * Chooses a language: what the person set, else the first of their browser's languages we speak
 * (regions fold into the language, so de-AT reads German), else the portal's own.
 */
export function negotiateLocale(
  acceptLanguage: string | null | undefined,
  preferred: string | null | undefined,
  fallback: Locale,
): Locale {
  const set = languageOf(preferred);
  if (set) return set;
  const wishes = wishesIn(acceptLanguage);
  const refused = wishes.filter((wish) => wish.weight === 0).map((wish) => wish.language);
  const ranked = rankedOf(wishes);
  for (const { language } of ranked) {
    if (language === '*' && !refused.includes(fallback)) return fallback;
    if (isLocale(language)) return language;
  }
  return fallback;
}

/**
 * The same with the formats of a region: what the person set, else those of the browser's first language where that is the one they
 * read. Browsers add en-US behind most other languages, which says nothing of how somebody reads a date.
 */
export function negotiate(
  acceptLanguage: string | null | undefined,
  preferred: string | null | undefined,
  fallback: Locale,
): Speaking {
  const locale = negotiateLocale(acceptLanguage, preferred, fallback);
  const tag = preferred?.includes('-') ? preferred : rankedOf(wishesIn(acceptLanguage))[0]?.tag;
  return { locale, format: formatIn(locale, tag) };
}

interface Wish {
  tag: string;
  language: string;
  weight: number;
}

const wishesIn = (header: string | null | undefined): Wish[] =>
  (header ?? '').slice(0, LONGEST_HEADER).split(',').map(parseWish);

const rankedOf = (wishes: Wish[]): Wish[] =>
  wishes.filter((wish) => wish.weight > 0).sort((a, b) => b.weight - a.weight);

function parseWish(part: string): Wish {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, language: tag.split('-')[0] ?? '', weight: weight >= 0 && weight <= 1 ? weight : 0 };
}
