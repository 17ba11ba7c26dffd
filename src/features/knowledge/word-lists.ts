import { Parser } from 'htmlparser2';

const LEVEL = /mso-list:[^;]{0,60}\blevel([1-9])/i;
/** Signs are short; what claims to be one and is longer is words, and stays. */
const LONGEST_SIGN = 40;

interface List {
  level: number;
  kind: 'ol' | 'ul';
}

/** A line of a list: where its paragraph stands, and what of it is the sign that it begins with. */
interface Line {
  level: number;
  start: number;
  inside: number;
  sign: string;
  cut: { start: number; end: number } | null;
  /** Where each element that is open in it began. */
  open: number[];
  /** Which of them is the sign. */
  signAt: number;
  worded: boolean;
}

/**
 * Word writes no lists: a line of one is a paragraph whose style says the level (`mso-list: l0 level1 lfo1`), and which begins with the sign
 * or number itself. Here they are lists, one in another. What is pasted in the editor is read the same way, from its own document
 * (client/editor/word-lists.ts).
 */
export function listsOfWord(html: string): string {
  if (!/mso-list/i.test(html)) return html;
  const pieces: string[] = [];
  let lists: List[] = [];
  let from = 0;
  let line: Line | undefined;
  let ended = false;

  const upTo = (end: number) => {
    pieces.push(html.slice(from, end));
    from = end;
  };
  const end = () => {
    pieces.push(...lists.toReversed().map(({ kind }) => `</li></${kind}>`));
    lists = [];
  };
  const put = (done: Line, to: number, after: number) => {
    const { start, inside, cut, level, sign } = done;
    upTo(start);
    pieces.push(next(lists, level, sign), html.slice(start, cut?.start ?? inside), html.slice(cut?.end ?? inside, to));
    pieces.push('</p>');
    from = after;
  };

  const parser = new Parser({
    onopentag(name, { style = '' }) {
      const level = name === 'p' && !line ? Number(LEVEL.exec(style)?.[1] ?? 0) : 0;
      const [start, inside] = [parser.startIndex, parser.endIndex + 1];
      if (level > 0) line = { level, start, inside, sign: '', cut: null, open: [], signAt: -1, worded: false };
      else if (!line) between();
      else {
        if (line.signAt < 0 && !line.cut && /mso-list:\s*ignore/i.test(style)) line.signAt = line.open.length;
        line.open.push(start);
        line.worded ||= line.signAt < 0 && name === 'img';
      }
    },
    ontext(text) {
      if (line && line.signAt >= 0) line.sign = (line.sign + text).slice(0, LONGEST_SIGN);
      else if (text.trim() === '') return;
      else if (line) line.worded = true;
      else between();
    },
    onclosetag(name, implied) {
      const after = implied ? (ended ? html.length : parser.startIndex) : parser.endIndex + 1;
      const start = line?.open.pop();
      if (!line) between();
      else if (start !== undefined) {
        // With it goes what stood around it alone, such as the bold of a number.
        const isSign = line.signAt === line.open.length;
        if (isSign) line.signAt = -1;
        if (isSign && line.sign.trim().length === LONGEST_SIGN) line.worded = true;
        else if (isSign || (line.cut && !line.worded && start < line.cut.start)) line.cut = { start, end: after };
      } else if (name === 'p') {
        put(line, implied ? after : parser.startIndex, after);
        line = undefined;
      }
    },
  });
  /** Something else stands here: what comes after it is another list. */
  function between() {
    if (lists.length === 0) return;
    upTo(Math.max(from, Math.min(parser.startIndex, html.length)));
    end();
  }
  parser.write(html);
  ended = true;
  parser.end();
  upTo(html.length);
  end();
  return pieces.join('');
}

/** What stands before the next line; `lists` are those that are open, the outermost first. */
function next(lists: List[], level: number, sign: string): string {
  const closed: List[] = [];
  while (lists.length > 1 && lists.at(-1)!.level > level) closed.push(lists.pop()!);
  const kind = /^\s*\(?\w{1,4}[.)]/.test(sign) ? 'ol' : 'ul';
  // Of another kind, or counted from one again: a list of its own.
  const last = lists.at(-1);
  if (last && last.level >= level && (last.kind !== kind || /^\s*\(?0*1[.)](?!\d)/.test(sign)))
    closed.push(lists.pop()!);
  const ends = closed.map((list) => `</li></${list.kind}>`).join('');
  const into = lists.at(-1);
  if (into && into.level >= level) return `${ends}</li><li>`;
  lists.push({ level, kind });
  // After something that stood between the steps they go on being counted.
  const [, first] = (kind === 'ol' && /0*(\d{1,4})[.)]?\s*$/.exec(sign)) || [];
  return `${ends}<${kind}${!first || first === '1' ? '' : ` start="${first}"`}><li>`;
}
