import { diffArrays } from 'diff';
import { blocksOf, isTag, tokensOf, wordsIn } from './blocks.ts';

/** A block of the later text with what is gone struck out in it, or a block that is gone. */
export interface Passage {
  kind: 'same' | 'changed' | 'new' | 'gone';
  /** Clean HTML; in a passage that is not the same, `<ins>` and `<del>` stand around words. */
  html: string;
}

export interface Comparison {
  passages: Passage[];
  /** In words. */
  added: number;
  removed: number;
}

/** Less than this share of words in common, and a block is not the same one changed but another. */
const ALIKE = 0.4;

/** Two versions of an article's body, each clean HTML. */
export function compared(before: string, after: string): Comparison {
  const passages: Passage[] = [];
  let gone: string[] = [];
  const dropGone = () => {
    for (const block of gone) passages.push({ kind: 'gone', html: marked(tokensOf(block), 'del') });
    gone = [];
  };
  for (const { value, added, removed } of diffArrays(blocksOf(before), blocksOf(after))) {
    if (removed) gone = value;
    else if (added) {
      for (const block of value) passages.push(...successor(block, gone));
      dropGone();
    } else {
      dropGone();
      passages.push(...value.map((html): Passage => ({ kind: 'same', html })));
    }
  }
  dropGone();
  const count = (mark: string) =>
    passages
      .flatMap(({ html }) => html.match(new RegExp(`<${mark}>[^<]*</${mark}>`, 'g')) ?? [])
      .reduce((sum, piece) => sum + wordsIn(piece), 0);
  return { passages, added: count('ins'), removed: count('del') };
}

/** A block that came, as the change of the next one that went when they are alike; those before that one are gone. */
function successor(block: string, gone: string[]): Passage[] {
  const at = gone.findIndex((old) => likeness(old, block) >= ALIKE);
  if (at < 0) return [{ kind: 'new', html: marked(tokensOf(block), 'ins') }];
  const before = gone.splice(0, at + 1);
  const old = before.pop()!;
  return [
    ...before.map((html): Passage => ({ kind: 'gone', html: marked(tokensOf(html), 'del') })),
    { kind: 'changed', html: together(old, block) },
  ];
}

function likeness(one: string, other: string): number {
  const words = (html: string) =>
    tokensOf(html)
      .filter((token) => !isTag(token))
      .map((token) => token.trim());
  const [a, b] = [words(one), words(other)];
  const common = diffArrays(a, b).reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length),
    0,
  );
  return (2 * common) / Math.max(1, a.length + b.length);
}

/** The later block, with its tags; of the earlier one only words come in, so that what comes out is as well-formed as the later was. */
function together(before: string, after: string): string {
  return diffArrays(tokensOf(before), tokensOf(after))
    .map(({ value, added, removed }) => {
      if (removed)
        return marked(
          value.filter((token) => !isTag(token)),
          'del',
        );
      return added ? marked(value, 'ins') : value.join('');
    })
    .join('');
}

/** Words in a mark, run by run; tags stay outside it. */
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
      html += token;
    }
  }
  close();
  return html;
}
