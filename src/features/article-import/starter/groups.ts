/** Words that stand in any subject and say little of what it is about, as they are when marks are taken off. */
const SAY_LITTLE = new Set(
  `the and for with not from our you your are was has have can cannot how what when where who why does please need want about after again all any
   but into new out that this will would problem question help issue urgent regarding request
   der die das den dem des ein eine einen einer und oder fur mit nicht von bei zum zur ist sind war hat haben kann kein keine wie was wann wo wer
   warum bitte brauchen unser unsere ihr ihre nach noch alle neu neue problem frage hilfe dringend anfrage`.split(
    /\s+/,
  ),
);
const STEM = 5;

/** The words of a subject that say what it is about, short enough that "invoice" and "invoices", "Rechnung" and "Rechnungen" are one. */
export function wordsOf(subject: string): Set<string> {
  const words =
    subject
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/\p{L}{3,}/gu) ?? [];
  return new Set(words.filter((word) => !SAY_LITTLE.has(word)).map((word) => word.slice(0, STEM)));
}

export interface Asked {
  number: number;
  subject: string;
}

export interface Group {
  /** The subject that says it shortest. */
  title: string;
  tickets: Asked[];
}

const ALIKE = 0.5;
const FEWEST = 3;

/**
 * Tickets that ask the same, the largest group first: a ticket joins the group whose first one it shares at least half of all words with.
 * Words that they share are counted group by group: a word that all of them have costs a count, and no comparison.
 */
export function grouped(tickets: readonly Asked[]): Group[] {
  const groups: { words: Set<string>; tickets: Asked[] }[] = [];
  const byWord = new Map<string, number[]>();
  const shared = new Uint32Array(tickets.length);
  for (const ticket of tickets) {
    const words = wordsOf(ticket.subject);
    if (words.size === 0) continue;
    const near: number[] = [];
    for (const word of words)
      for (const at of byWord.get(word) ?? []) {
        if (shared[at] === 0) near.push(at);
        shared[at]! += 1;
      }
    let best = { at: -1, likeness: 0 };
    for (const at of near) {
      const both = shared[at]!;
      shared[at] = 0;
      const likeness = both / (words.size + groups[at]!.words.size - both);
      if (likeness > best.likeness) best = { at, likeness };
    }
    if (best.likeness >= ALIKE) {
      groups[best.at]!.tickets.push(ticket);
      continue;
    }
    for (const word of words) {
      const those = byWord.get(word);
      if (those) those.push(groups.length);
      else byWord.set(word, [groups.length]);
    }
    groups.push({ words, tickets: [ticket] });
  }
  return groups
    .filter((group) => group.tickets.length >= FEWEST)
    .sort((a, b) => b.tickets.length - a.tickets.length)
    .map((group) => ({ tickets: group.tickets, title: shortest(group.tickets) }));
}

const shortest = (tickets: readonly Asked[]): string =>
  tickets.map(({ subject }) => subject).reduce((a, b) => (b.length < a.length ? b : a));
