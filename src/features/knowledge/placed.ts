/** An element that is open in what is read, or one that has to be in what is written. */
interface Open {
  name: string;
  tag: string;
  /** Of a list or a row: the item or cell that holds what has none. */
  holder?: Open | undefined;
  /** Something stands in it. */
  used?: boolean;
}

const WORDS = new Set(['strong', 'em', 's', 'u', 'code', 'sub', 'sup', 'a']);
const LINES = new Set(['p', 'h2', 'h3', 'h4', 'pre']);
const LISTS = new Set(['ul', 'ol']);
const ROWS = new Set(['table', 'thead', 'tbody']);
const CELLS = new Set(['td', 'th']);
const VOID = new Set(['br', 'img', 'hr']);
/** Means something with nothing in it. */
const KEPT = new Set(['td', 'th', 'li', 'figure']);

/** Which elements may hold which others, but for those that stand in all that is no list or table. */
const PARENTS: Readonly<Record<string, ReadonlySet<string>>> = {
  li: LISTS,
  thead: new Set(['table']),
  tbody: new Set(['table']),
  tr: ROWS,
  td: new Set(['tr']),
  th: new Set(['tr']),
  figcaption: new Set(['figure']),
};
const holdsParts = (name: string): boolean => LISTS.has(name) || ROWS.has(name) || name === 'tr';
const isWords = (name: string): boolean => WORDS.has(name) || name === 'br' || name === 'img';

const PIECES = /<[^>]*>|[^<]+/g;
const nameOf = (tag: string): string => /[a-z0-9]+/.exec(tag)![0];

/** Of clean HTML: whether something stands where nothing of its kind may, and only browsers know what is meant. */
export function isMisplaced(html: string): boolean {
  const open: string[] = [];
  for (const [piece] of html.matchAll(PIECES)) {
    const parent = open.at(-1) ?? '';
    if (piece.startsWith('</')) open.pop();
    else if (piece.startsWith('<')) {
      const name = nameOf(piece);
      const parents = PARENTS[name];
      if (parents ? !parents.has(parent) : holdsParts(parent)) return true;
      if (!isWords(name) && (LINES.has(parent) || WORDS.has(parent))) return true;
      if (name === 'a' && open.includes('a')) return true;
      if (!VOID.has(name)) open.push(name);
    } else if (holdsParts(parent) && piece.trim() !== '') return true;
  }
  return false;
}

/**
 * Clean HTML with everything where it may stand. Word by word: blocks stand around what only marks words, a paragraph ends before a block
 * and goes on behind it, an item or a cell is made for what has none. What is well placed comes out as it was.
 */
export function placed(html: string): string {
  const open: Open[] = [];
  let written: Open[] = [];
  let out = '';
  const goTo = (path: Open[]) => {
    const same = path.findIndex((one, at) => one !== written[at]);
    const from = same < 0 ? path.length : same;
    for (const one of written.slice(from).reverse()) out += `</${one.name}>`;
    for (const one of path.slice(from)) out += one.tag;
    for (const one of path) one.used = true;
    written = path;
  };
  for (const [piece] of html.matchAll(PIECES)) {
    if (piece.startsWith('</')) {
      const closed = open.at(-1)!;
      const path = !closed.used && KEPT.has(closed.name) ? pathOf(open) : [];
      if (path.includes(closed)) goTo(path.slice(0, path.indexOf(closed) + 1));
      closed.used = true;
      open.pop();
    } else if (piece.startsWith('<') && !VOID.has(nameOf(piece))) open.push({ name: nameOf(piece), tag: piece });
    else if (piece.trim() === '') {
      const path = pathOf(open);
      const at = path.findIndex((one, i) => one !== written[i]);
      // Between blocks it is nothing; between words it stays, and opens nothing.
      if (at < 0 || WORDS.has(path[at]!.name) || path[at]!.name === 'pre') {
        goTo(at < 0 || path[at]!.name === 'pre' ? path : path.slice(0, at));
        out += piece;
      }
    } else {
      goTo(pathOf(open, piece.startsWith('<hr') ? 'block' : 'words'));
      out += piece;
    }
  }
  goTo([]);
  return out;
}

/** Where what stands in all these may stand. */
function pathOf(open: readonly Open[], leaf?: 'words' | 'block'): Open[] {
  const path: Open[] = [];
  for (const one of open) {
    if (WORDS.has(one.name)) {
      if (one.name === 'a') without(path, ({ name }) => name === 'a');
      path.push(one);
    } else around(path, one);
  }
  if (leaf === 'block') around(path);
  if (leaf === 'words') {
    const marks = path.splice(path.findLastIndex(({ name }) => !WORDS.has(name)) + 1);
    held(path);
    path.push(...marks);
  }
  return path;
}

const without = (path: Open[], goes: (one: Open) => boolean): void => {
  const stays = path.filter((one) => !goes(one));
  path.splice(0, path.length, ...stays);
};

/** Puts a block into the path: around the marks of words, and not in a line, which ends before it. */
function around(path: Open[], block?: Open): void {
  const marks = path.splice(path.findLastIndex(({ name }) => !WORDS.has(name)) + 1);
  const line = path.at(-1);
  if (line && LINES.has(line.name)) {
    // The words of a heading or of code are no paragraph.
    if (block?.name === 'p' && line.name !== 'p') {
      path.push(...marks);
      return;
    }
    path.pop();
  }
  const top = path.at(-1)?.name ?? '';
  const parents = block && PARENTS[block.name];
  if (!parents) held(path);
  if (block && (!parents || parents.has(top))) {
    if (block.name === 'li' || block.name === 'tr' || CELLS.has(block.name)) holderOf(path.at(-1)!, block);
    path.push(block);
  } else if (block && CELLS.has(block.name) && ROWS.has(top)) {
    holderOf(made(path, 'tr'), block);
    path.push(block);
  } else if (block && !ROWS.has(block.name) && block.name !== 'tr') {
    held(path);
    block.holder ??= { name: 'p', tag: '<p>' };
    path.push(block.holder);
  }
  if (block) path.push(...marks);
}

/** Of a list what follows stands in its last item; beside rows and cells it has its own until the next one. */
function holderOf(parent: Open, part: Open): void {
  if (part.used) return;
  parent.holder = LISTS.has(parent.name) ? part : undefined;
}

function made(path: Open[], name: string): Open {
  const parent = path.at(-1)!;
  parent.holder ??= { name, tag: `<${name}>` };
  path.push(parent.holder);
  return parent.holder;
}

/** In a list or a table only an item or a cell holds anything. */
function held(path: Open[]): void {
  const top = path.at(-1)?.name ?? '';
  if (LISTS.has(top)) made(path, 'li');
  if (ROWS.has(top)) made(path, 'tr');
  if (path.at(-1)?.name === 'tr') made(path, 'td');
}
