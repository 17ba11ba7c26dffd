import { isSyntax, type Source, type Syntax, walk } from './source.ts';

// Attributes people see or hear.
const SPOKEN = new Set(
  'alt title placeholder label hint summary description heading lede text aria-label aria-description'.split(' '),
);
// What stands in these is not a language.
const UNSPOKEN = new Set(['code', 'kbd', 'samp', 'script', 'style']);
// The same in every language.
const NAMES = /^(Portico|Ctrl|Esc|Enter|Shift|Alt|UTC|ID|URL|PDF|CSV|SLA)$/;

/** Words written straight into JSX, where only one language would ever see them. */
export function rawTextProblems(sources: Source[]): string[] {
  return sources.filter(({ file }) => isView(file)).flatMap(rawTextIn);
}

// Pages for developers speak English only.
function isView(file: string): boolean {
  return /[/\\]src[/\\](features|app)[/\\].*\.tsx$/.test(file) && !/[/\\]dev([/\\]|\.tsx$)|gallery/.test(file);
}

function rawTextIn(source: Source): string[] {
  const problems: string[] = [];
  const check = (node: Syntax, text: unknown) => {
    const words = String(text).trim().replace(/\s+/g, ' ');
    if (!/\p{L}{2,}/u.test(words) || NAMES.test(words)) return;
    problems.push(`${source.place(node)}: "${words}" is not in a catalog`);
  };
  walk(source.program, (node) => {
    if (node.type === 'JSXElement' && UNSPOKEN.has(elementName(node))) return false;
    if (node.type === 'JSXText') check(node, node.value);
    if (node.type === 'JSXAttribute' && SPOKEN.has(attributeName(node))) writtenIn(node.value, check);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children as Syntax[])
        if (child.type === 'JSXExpressionContainer') writtenIn(child, check);
    }
    return true;
  });
  return problems;
}

/** The literal texts an expression can come to: both sides of a choice, the fixed parts of a template. */
function writtenIn(node: unknown, check: (node: Syntax, text: unknown) => void): void {
  if (!isSyntax(node)) return;
  if (node.type === 'Literal' && typeof node.value === 'string') check(node, node.value);
  if (node.type === 'TemplateLiteral') {
    for (const { value } of node.quasis as { value: { cooked: string } }[]) check(node, value.cooked);
  }
  if (node.type === 'JSXExpressionContainer') writtenIn(node.expression, check);
  if (node.type === 'ConditionalExpression')
    for (const side of [node.consequent, node.alternate]) writtenIn(side, check);
  if (node.type === 'LogicalExpression') for (const side of [node.left, node.right]) writtenIn(side, check);
}

function elementName(element: Syntax): string {
  return String((element.openingElement as { name: { name?: string } }).name.name);
}

function attributeName(attribute: Syntax): string {
  return String((attribute.name as { name?: unknown }).name);
}
