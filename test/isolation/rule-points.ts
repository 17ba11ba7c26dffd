import { globSync, readFileSync } from 'node:fs';
import { type Plugin, parseSync } from 'vite';

/**
 * A place in the code where somebody can be told no: a rule about an actor, one of the demands it makes, or a line that
 * throws unless something holds. While the tests run, each asks `globalThis.askRule` what to say.
 */
export interface Point {
  /** Where it is, and what is asked, in the words of the code: no line numbers, which move. */
  id: string;
  from: number;
  to: number;
  /** Whether it is a rule, or what one demands, rather than a line that asks one. */
  rule: boolean;
  /** Holds when what stands there does not: `if (!…) throw`. */
  refuses: boolean;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const RULES = ['src/features/**/*.{ts,tsx}', 'src/app/**/*.{ts,tsx}'];
const isTest = (file: string): boolean => /\.(test|testing)\.|\/views\//.test(file);

/** Every such place of the product. */
export const allPoints = (): Point[] =>
  globSync(RULES)
    .filter((file) => !isTest(file))
    .sort()
    .flatMap((file) => pointsIn(readFileSync(file, 'utf8'), file));

/** Puts the question into each of them. Without anybody who answers it the code does what it does. */
export const rulePoints = (): Plugin => ({
  name: 'rule-points',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/(features|app)\/.*\.tsx?$/ },
    handler(code, id) {
      const file = id.slice(id.lastIndexOf('/src/') + 1);
      return isTest(file) ? null : { code: asking(code, pointsIn(code, file)), map: null };
    },
  },
});

function asking(code: string, points: Point[]): string {
  if (points.length === 0) return code;
  const parts = points.flatMap(({ id, from, to, refuses }) => {
    const not = refuses ? '!' : '';
    return [
      { at: from, close: false, length: to - from, text: `${not}globalThis.askRule(${JSON.stringify(id)}, ${not}(` },
      { at: to, close: true, length: to - from, text: '))' },
    ];
  });
  // Where two end at one place the inner closes first; where two begin there the outer opens first.
  parts.sort(
    (a, b) => a.at - b.at || Number(b.close) - Number(a.close) || (a.close ? a.length - b.length : b.length - a.length),
  );
  let said = 'globalThis.askRule ??= (_, said) => said; ';
  let last = 0;
  for (const { at, text } of parts) {
    said += code.slice(last, at) + text;
    last = at;
  }
  return said + code.slice(last);
}

export function pointsIn(code: string, file: string): Point[] {
  const place = file.replace(/^src\//, '');
  const points = new Map<string, Point>();
  const add = (name: string, node: Node, { rule = false, refuses = false } = {}) => {
    const said = code.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
    const id = `${place} ${name}: ${said}`;
    const again = [...points.keys()].filter((other) => other === id || other.startsWith(`${id} #`)).length;
    const key = again > 0 ? `${id} #${again + 1}` : id;
    points.set(key, { id: key, from: node.start, to: node.end, rule, refuses });
  };
  walk(parseSync(file, code).program as unknown as Node, '', (node, name, params) => {
    if (params && isRule(node, params)) {
      for (const answer of answersOf(node))
        for (const part of [answer, ...demandsOf(answer)]) add(name, part, { rule: true });
    } else if (node.type === 'CallExpression' && nameOf(node.callee) === 'demand') {
      add(name, (node.arguments as Node[])[0]!);
    } else if (node.type === 'IfStatement' && refuses(node.consequent as Node)) {
      const test = node.test as Node;
      if (/\bactor\b|\bmay[A-Z]\w*\(/.test(code.slice(test.start, test.end))) add(name, test, { refuses: true });
    }
  });
  return [...points.values()];
}

/** Visits each node with the name of the function it stands in; a function also with its parameters. */
function walk(node: Node, name: string, visit: (node: Node, name: string, params?: Node[]) => void): void {
  const isFunction = /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
  const own = (node.id as Node | null | undefined)?.type === 'Identifier' ? nameOf(node.id) : '';
  const here = own && (node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator') ? name || own : name;
  visit(node, here, isFunction ? (node.params as Node[]) : undefined);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && 'type' in child) walk(child as Node, here, visit);
    }
  }
}

const nameOf = (node: unknown): string => ((node as Node | undefined)?.name as string | undefined) ?? '';

/** It says yes or no of an actor. */
function isRule(node: Node, [first]: Node[]): boolean {
  const answer = (node.returnType as Node | undefined)?.typeAnnotation as Node | undefined;
  if (answer?.type !== 'TSBooleanKeyword' || !first) return false;
  if (first.type === 'Identifier') return nameOf(first) === 'actor';
  return first.type === 'ObjectPattern' && (first.properties as Node[]).some(({ key }) => nameOf(key) === 'actor');
}

/** What it may answer with, however often it returns. */
function answersOf(node: Node): Node[] {
  const body = node.body as Node;
  if (body.type !== 'BlockStatement') return [body];
  const found: Node[] = [];
  const look = (statement: Node) => {
    if (statement.type === 'ReturnStatement') found.push(statement.argument as Node);
    for (const part of [statement.consequent, statement.alternate, statement.body]) {
      for (const one of Array.isArray(part) ? part : [part]) if (one) look(one as Node);
    }
  };
  look(body);
  return found;
}

/** Everything a condition demands, however deep it stands; none where that is all of it. */
function demandsOf(node: Node): Node[] {
  if (node.type === 'ParenthesizedExpression') return demandsOf(node.expression as Node);
  if (node.type === 'ConditionalExpression') {
    return [node.consequent, node.alternate].flatMap((way) => [way as Node, ...demandsOf(way as Node)]);
  }
  if (node.type !== 'LogicalExpression') return [];
  const sides = [node.left, node.right] as Node[];
  if (node.operator === '||') return sides.flatMap((side) => demandsOf(side));
  return sides.flatMap((side) => (isAnd(side) ? demandsOf(side) : [side, ...demandsOf(side)]));
}

const isAnd = (node: Node): boolean =>
  (node.type === 'LogicalExpression' && node.operator === '&&') ||
  (node.type === 'ParenthesizedExpression' && isAnd(node.expression as Node));

function refuses(consequent: Node): boolean {
  const thrown =
    consequent.type === 'BlockStatement' && (consequent.body as Node[]).length === 1
      ? (consequent.body as Node[])[0]!
      : consequent;
  if (thrown.type !== 'ThrowStatement') return false;
  return /^(notFound|forbidden)$/.test(nameOf((thrown.argument as Node).callee));
}

declare global {
  var askRule: (point: string, holds: boolean) => boolean;
}
