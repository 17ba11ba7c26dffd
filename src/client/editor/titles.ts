const PAUSE = 150;

interface Article {
  title: string;
  href: string;
  /** Its category: two may have one title. */
  note: string;
}

/**
 * Articles whose titles fit what stands in the field so far, offered by the browser's own list. Answers where the chosen one is; undefined for words that
 * are no title. Without an answer the field takes addresses, as ever.
 */
export function offerTitles(
  input: HTMLInputElement,
  from: string,
  lang: () => string,
): (typed: string) => string | undefined {
  const list = document.createElement('datalist');
  list.id = `titles-${crypto.randomUUID()}`;
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
    const answer = await fetch(`${from}?${query}`, { headers, signal: asking.signal }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return;
    const found = (await answer.json().catch(() => [])) as Article[];
    for (const [at, { title, href, note }] of found.entries()) {
      const same = found.some((one, other) => other !== at && one.title === title);
      known.set(same ? `${title} (${note})` : title, href);
    }
    list.replaceChildren(...[...known.keys()].map((title) => new Option('', title)));
  }

  input.addEventListener('input', (event) => {
    clearTimeout(timer);
    if (!(event as InputEvent).isComposing) timer = window.setTimeout(ask, PAUSE);
  });
  return (typed) => known.get(typed);
}
