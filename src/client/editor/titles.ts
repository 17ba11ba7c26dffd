import { leadFrom, linkFrom } from './plain.ts';

const PAUSE = 150;
/** So long somebody who has pressed Enter waits for titles. */
const PATIENCE = 5_000;

interface Article {
  title: string;
  href: string;
  /** Its category: two may have one title. */
  note: string;
}

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Which of these titles is meant: capitals and accents do not matter, and the beginning of one alone is enough. */
export function titleMeant(typed: string, titles: readonly string[]): string | undefined {
  const meant = folded(typed);
  if (meant.length < 2) return undefined;
  const begun = titles.filter((title) => folded(title).startsWith(meant));
  return begun.find((title) => folded(title) === meant) ?? (begun.length === 1 ? begun[0] : undefined);
}

let lists = 0;

/**
 * Articles whose titles fit what stands in the field so far, offered by the browser's own list. Answers which one is meant, and where it
 * is, when the titles are there; undefined for words that are no title. Without an answer the field takes addresses, as ever.
 */
export function offerTitles(
  input: HTMLInputElement,
  from: string,
  lang: () => string,
): (typed: string) => Promise<{ title: string; href: string } | undefined> {
  const list = document.createElement('datalist');
  list.id = `titles-${++lists}`;
  input.after(list);
  input.setAttribute('list', list.id);
  const known = new Map<string, string>();
  let timer: number | undefined;
  let asking: AbortController | undefined;

  async function ask(): Promise<void> {
    const typed = input.value.trim();
    asking?.abort();
    if (typed.length < 2 || known.has(typed)) return;
    asking = new AbortController();
    const query = new URLSearchParams({ q: typed, lang: lang() });
    const headers = { Accept: 'application/json' };
    const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(PATIENCE)]);
    const answer = await fetch(`${from}?${query}`, { headers, signal }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return;
    const found = (await answer.json().catch(() => [])) as Article[];
    for (const [at, { title, href, note }] of found.entries()) {
      const same = found.some((one, other) => other !== at && one.title === title);
      known.set(same ? `${title} (${note})` : title, href);
    }
    list.replaceChildren(...[...known.keys()].map((title) => new Option('', title)));
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  return async (typed) => {
    // What is an address is meant as one, unless it is a title to the letter.
    const isAddress = known.has(typed) || linkFrom(typed) || leadFrom(typed);
    const meant = () => (isAddress ? typed : titleMeant(typed, [...known.keys()]));
    let title = meant();
    if (!title) {
      clearTimeout(timer);
      await ask();
      title = meant();
    }
    const href = title && known.get(title);
    return title && href ? { title, href } : undefined;
  };
}
