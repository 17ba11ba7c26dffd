import { diffArrays } from 'diff';
import { blocksOf, isTag, tokensOf, wordsIn } from './blocks.ts';

/** A block of the later text with what is gone struck out in it, or a block that is gone. */
export interface Passage {
  kind: 'same' | 'changed' | 'new' | 'gone';
  /** Clean HTML; in a passage that is not the same, `<ins>` and `<del>` stand around words and pictures. */
  html: string;
  /** The earlier and the later block by themselves, each with its own marks; of what is the same, both are the passage. */
  before?: string;
  after?: string;
}

export interface Comparison {
  passages: Passage[];
  /** In words. */
  added: number;
  removed: number;
}

/** Less than this share of words in common, and a block is not the same one changed but another. */
const ALIKE = 0.4;
/** Of the blocks that went, so many are looked at for the one that a new block was made of. */
const NEAR = 24;
/** Finding what changed costs the square of how much did; what costs more than all this together is shown as gone and new. */
const STEPS = 4_000_000;

/** Two versions of an article's body, each clean HTML. */
export function compared(before: string, after: string): Comparison {
  const passages: Passage[] = [];
  const differences = differ(STEPS);
  let gone: string[] = [];
  const dropGone = () => {
    passages.push(...gone.map(lost));
    gone = [];
  };
  const [old, fresh] = [blocksOf(before), blocksOf(after)];
  const all = differences(old.map(even), fresh.map(even)) ?? [
    { value: old, removed: true, added: false },
    { value: fresh, removed: false, added: true },
  ];
  for (const { value, added, removed } of all) {
    if (removed) gone = old.splice(0, value.length);
    else if (added) {
      for (const block of fresh.splice(0, value.length)) passages.push(...successor(block, gone, differences));
      dropGone();
    } else {
      dropGone();
      old.splice(0, value.length);
      passages.push(...fresh.splice(0, value.length).map((html): Passage => ({ kind: 'same', html })));
    }
  }
  dropGone();
  const count = (mark: string) =>
    passages
      .flatMap(({ html }) => html.match(new RegExp(`<${mark}>[^<]*</${mark}>`, 'g')) ?? [])
      .reduce((sum, piece) => sum + wordsIn(piece), 0);
  return { passages, added: count('ins'), removed: count('del') };
}

/** The editor writes the words of an item as a paragraph of it: nobody changed anything. */
const even = (block: string): string => block.replaceAll(/<li><p>((?:(?!<\/?(?:p|li|ul|ol)\b).)*)<\/p>/gs, '<li>$1');

type Differences = ReturnType<typeof differ>;

/** What is different in two lists, for as long as the steps last; undefined for what would cost more. */
function differ(steps: number) {
  let left = steps;
  return (one: string[], other: string[]) => {
    const maxEditLength = Math.floor(Math.sqrt(Math.max(0, left)));
    const all = diffArrays(one, other, { maxEditLength });
    const edits = all?.reduce((sum, { added, removed, value }) => sum + (added || removed ? value.length : 0), 0);
    left -= (edits ?? maxEditLength) ** 2;
    return all;
  };
}

function lost(block: string): Passage {
  const html = marked(tokensOf(block), 'del');
  return { kind: 'gone', html, before: html };
}

function come(block: string): Passage {
  const html = marked(tokensOf(block), 'ins');
  return { kind: 'new', html, after: html };
}

/** A block that came, as the change of the next one that went when they are alike; those before that one are gone. */
function successor(block: string, gone: string[], differences: Differences): Passage[] {
  const words = bagOf(block);
  const at = gone.slice(0, NEAR).findIndex((old) => likeness(bagOf(old), words) >= ALIKE);
  const changed = at < 0 ? undefined : together(gone[at]!, block, differences);
  if (!changed) return [come(block)];
  const before = gone.splice(0, at + 1).slice(0, -1);
  return [...before.map(lost), changed];
}

/** The words of a block, each with how often it is there. */
function bagOf(html: string): Map<string, number> {
  const bag = new Map<string, number>();
  for (const token of tokensOf(html)) if (!isTag(token)) bag.set(token.trim(), (bag.get(token.trim()) ?? 0) + 1);
  return bag;
}

const sizeOf = (bag: ReadonlyMap<string, number>): number => [...bag.values()].reduce((sum, n) => sum + n, 0);

function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const common = [...one].reduce((sum, [word, n]) => sum + Math.min(n, other.get(word) ?? 0), 0);
  return (2 * common) / Math.max(1, sizeOf(one) + sizeOf(other));
}

/** The later block, with its tags; of the earlier one only words and pictures come in, so that what comes out is as well-formed as the later was. */
function together(before: string, after: string, differences: Differences): Passage | undefined {
  const all = differences(tokensOf(before), tokensOf(after))?.flatMap(apart);
  if (!all) return undefined;
  const said = (one: 'both' | 'before' | 'after') =>
    all
      .map(({ value, added, removed }) => {
        if (removed) return one === 'after' ? '' : marked(one === 'both' ? value.filter(isShown) : value, 'del');
        if (added) return one === 'before' ? '' : marked(value, 'ins');
        return value.join('');
      })
      .join('');
  return { kind: 'changed', html: said('both'), before: said('before'), after: said('after') };
}

type Change = NonNullable<ReturnType<Differences>>[number];

/** What came or went behind a word takes the space between them with it: the word is the same. */
function apart(one: Change, at: number, all: Change[]): Change[] {
  const last = all[at - 1];
  const next = all[at + 1];
  const word = last && sameWord(last, one) ? '' : next && sameWord(one, next);
  if (word === undefined) return [one];
  const [first = '', ...rest] = one.value;
  const without = { ...one, value: [first.slice(first.trimEnd().length), ...rest] };
  return word === '' ? [without] : [{ value: [word], added: false, removed: false, count: 1 }, without];
}

/** The word that two lists in each other's place both begin with, where only its space is another. */
function sameWord(one: Change, other: Change): string | undefined {
  const [a = '', b = ''] = [one.value[0], other.value[0]];
  const inPlace = (one.removed && other.added) || (one.added && other.removed);
  const more = one.value.length + other.value.length > 2;
  return inPlace && more && a !== b && !isTag(a) && a.trim() === b.trim() && a.trim() !== '' ? a.trim() : undefined;
}

const isPicture = (token: string): boolean => /^<img\b/i.test(token);
/** What a reader sees of a token by itself. */
const isShown = (token: string): boolean => !isTag(token) || isPicture(token);

/** Words and pictures in a mark, run by run; tags stay outside it. */
function marked(tokens: readonly string[], mark: 'ins' | 'del'): string {
  let html = '';
  let run = '';
  const close = () => {
    if (run.trim() !== '') html += `<${mark}>${run}</${mark}>`;
    else html += run;
    run = '';
  };
  for (const token of tokens) {
    if (!isTag(token)) run += token;
    else {
      close();
      html += isPicture(token) ? `<${mark}>${token}</${mark}>` : token;
    }
  }
  close();
  return html;
}
