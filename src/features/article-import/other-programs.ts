import { KINDS } from './callouts.ts';
import { asLine, type Problem } from './found.ts';

/** Callouts stand within callouts so deep. */
const DEEPEST = 5;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** `:::note`, `:::tip[Title]`, `::: warning Title` of Docusaurus, VitePress and their like. */
const OPEN = /^ {0,3}(:{3,})[ \t]*([a-z-]+)[ \t]*(?:\[([^\n]*)\]|([^\n{]*))(?:\{[^\n]*\})?[ \t]*$/i;
const CLOSE = /^ {0,3}(:{3,})[ \t]*$/;
/** `!!! note "Title"` of MkDocs, and `???` for one that is folded; what is meant stands below it, moved in. */
const ABOVE = /^(?:!!!|\?\?\?\+?)[ \t]+([a-z-]+)(?:[ \t]+"([^"\n]*)")?[ \t]*$/i;
const MOVED_IN = /^(?: {4}|\t)/;

/** What Hugo, Jekyll, MkDocs, Obsidian and MDX would make something of. */
const SIGNS = [
  /\{\{[<%][^{}\n]{0,200}[%>]\}\}/g,
  /\{%[^{}\n]{0,200}%\}/g,
  /\{\{(?![<%])[^{}\n]{0,200}\}\}/g,
  /^(?::::|!!!|\?\?\?\+?|===[!+]?)[ \t]*["[a-z][^\n]{0,100}/gi,
  /%%[^%\n]{1,200}%%/g,
  /^(?:import [^\n]{1,100} from ['"][^\n]{1,200}|export (?:const|default) [^\n]{1,100})/g,
];
const CODE = /`[^`\n]+`/g;

/**
 * Markdown as other programs write it, in words that ours knows: their callouts are quotations that begin with [!NOTE]. What else they would
 * make something of stays as it is written, and is named.
 */
export function fromElsewhere(text: string): { text: string; problems: Problem[] } {
  const lines = withQuotes(text.split(/\r?\n/), 0);
  return { text: lines.join('\n'), problems: signsIn(lines) };
}

/** Asked for one line after another: whether it is code. */
function codeIn(): (line: string) => boolean {
  let fence = '';
  return (line) => {
    const sign = FENCE.exec(line)?.[1] ?? '';
    const was = fence;
    if (fence === '') fence = sign;
    else if (sign.startsWith(fence) && line.trim() === sign) fence = '';
    return was !== '' || fence !== '';
  };
}

interface Callout {
  kind: string;
  title: string;
  inside: string[];
  /** The last of its lines. */
  end: number;
}

function withQuotes(lines: string[], depth: number): string[] {
  if (depth === DEEPEST) return lines;
  const ends = endsIn(lines);
  const isCode = codeIn();
  const all: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const callout = isCode(line) ? undefined : (fenced(lines, at, ends.get(at)) ?? movedIn(lines, at));
    if (!callout) {
      all.push(line);
      continue;
    }
    const { kind, title, inside, end } = callout;
    all.push('', `> [!${kind}] ${title}`, ...(title ? ['>'] : []));
    for (const each of withQuotes(inside, depth + 1)) all.push(`> ${each}`);
    all.push('');
    at = end;
  }
  return all;
}

/** Where what is opened by colons ends, by where it begins. */
function endsIn(lines: readonly string[]): Map<number, number> {
  const ends = new Map<number, number>();
  const open: { at: number; colons: number }[] = [];
  const isCode = codeIn();
  for (const [at, line] of lines.entries()) {
    if (isCode(line)) continue;
    const opened = OPEN.exec(line)?.[1];
    if (opened) open.push({ at, colons: opened.length });
    const closed = CLOSE.exec(line)?.[1];
    if (closed && open.at(-1)?.colons === closed.length) ends.set(open.pop()!.at, at);
  }
  return ends;
}

function fenced(lines: string[], at: number, end: number | undefined): Callout | undefined {
  if (end === undefined) return undefined;
  const [, , name = '', inBrackets, plain = ''] = OPEN.exec(lines[at]!) ?? [];
  const kind = KINDS.get(name.toLowerCase());
  if (!kind) return undefined;
  return { kind, title: (inBrackets ?? plain).trim(), inside: lines.slice(at + 1, end), end };
}

function movedIn(lines: string[], at: number): Callout | undefined {
  const [, name = '', title = ''] = ABOVE.exec(lines[at]!) ?? [];
  const kind = KINDS.get(name.toLowerCase());
  if (!kind) return undefined;
  let end = at;
  for (let next = at + 1; next < lines.length; next++) {
    if (MOVED_IN.test(lines[next]!)) end = next;
    else if (lines[next]!.trim() !== '') break;
  }
  return { kind, title, inside: lines.slice(at + 1, end + 1).map((line) => line.replace(MOVED_IN, '')), end };
}

function signsIn(lines: readonly string[]): Problem[] {
  const signs = new Map<string, number>();
  const isCode = codeIn();
  for (const line of lines) {
    if (isCode(line)) continue;
    const words = line.replaceAll(CODE, '');
    for (const sign of SIGNS)
      for (const [found] of words.matchAll(sign)) signs.set(asLine(found), (signs.get(asLine(found)) ?? 0) + 1);
  }
  return [...signs].map(([about, n]) => ({ kind: 'signs', about, ...(n > 1 ? { n } : {}) }));
}
