import { isLocale, type Locale } from './reader.ts';

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
  if (isLocale(preferred)) return preferred;
  const wishes = (acceptLanguage ?? '').slice(0, LONGEST_HEADER).split(',').map(parseWish);
  const refused = wishes.filter((wish) => wish.weight === 0).map((wish) => wish.language);
  const ranked = wishes.filter((wish) => wish.weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { language } of ranked) {
    if (language === '*' && !refused.includes(fallback)) return fallback;
    if (isLocale(language)) return language;
  }
  return fallback;
}

function parseWish(part: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { language: tag.split('-')[0] ?? '', weight: weight >= 0 && weight <= 1 ? weight : 0 };
}
