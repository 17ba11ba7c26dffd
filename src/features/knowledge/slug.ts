const MOST = 80;

// What falls apart in no normal form, as it is written in addresses.
const WRITTEN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  ð: 'd',
  ı: 'i',
};
const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/**
 * A title as it stands in an address: small letters, digits and single hyphens, at most 80, cut between words. Empty when a title has
 * no Latin letter and no digit; the caller then takes the article's number.
 */
export function slugOf(title: string, locale: string): string {
  const own = locale.startsWith('de') ? { ...WRITTEN, ...GERMAN } : WRITTEN;
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\P{ASCII}/gu, (letter) => own[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/g, '')
    .match(/[a-z0-9]+/g);
  let slug = '';
  for (const word of words ?? []) {
    const longer = slug === '' ? word.slice(0, MOST) : `${slug}-${word}`;
    if (longer.length > MOST) break;
    slug = longer;
  }
  return slug;
}
