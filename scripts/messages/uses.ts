import path from 'node:path';
import type { Catalog } from './catalogs.ts';
import { isSyntax, resolveImport, type Source, type Syntax, walk } from './source.ts';

interface Call {
  place: string;
  catalog: Catalog;
  keys: RegExp[];
}

/** Keys that nothing says, and keys that something says but no catalog has. */
export function useProblems(root: string, catalogs: Catalog[], sources: Source[]): string[] {
  const passedOn = reexports(root, sources);
  const files = sources.map((source) => inspect(source, catalogsOf(root, source, catalogs, passedOn)));
  const missing = files
    .flatMap(({ calls }) => calls)
    .flatMap(({ place, catalog, keys }) => {
      const known = Object.keys(catalog.messages.en);
      const lost = keys.filter((key) => !known.some((name) => key.test(name)));
      return lost.map((key) => `${place}: ${catalog.scope} has no message ${readable(key)}`);
    });
  const unused = catalogs.flatMap((catalog) => {
    const readers = files.filter((file) => mayUse(file, catalog));
    const said = (key: string) => readers.some(({ texts, calls }) => texts.has(key) || calls.some(says(catalog, key)));
    const silent = Object.keys(catalog.messages.en).filter((key) => !said(key));
    return silent.map((key) => `${catalog.scope} ${key}: nothing says it`);
  });
  return [...missing, ...unused];
}

function says(catalog: Catalog, key: string) {
  return (call: Call) => call.catalog === catalog && call.keys.some((pattern) => pattern.test(key));
}

interface Inspected {
  file: string;
  imported: Set<Catalog>;
  calls: Call[];
  /** Every string in the file: a key may travel through a table or a variable before it is said. */
  texts: Set<string>;
}

// A feature's own folder may hold its keys in tables; elsewhere only files that import the catalog count.
function mayUse({ file, imported }: Inspected, catalog: Catalog): boolean {
  if (file === catalog.file) return false;
  return imported.has(catalog) || file.startsWith(path.dirname(catalog.file) + path.sep);
}

function inspect(source: Source, names: Map<string, Catalog>): Inspected {
  const calls: Call[] = [];
  const texts = new Set<string>();
  walk(source.program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') texts.add(node.value);
    if (node.type !== 'CallExpression') return;
    const catalog = names.get(calledName(node.callee));
    const key = (node.arguments as unknown[])[1];
    if (catalog && isSyntax(key)) calls.push({ place: source.place(node), catalog, keys: keysOf(key) });
  });
  return { file: source.file, imported: new Set(names.values()), calls, texts };
}

/** `say(…)` and `say.rich(…)` both call `say`. */
function calledName(callee: unknown): string {
  if (!isSyntax(callee)) return '';
  if (callee.type === 'MemberExpression') return calledName(callee.object);
  return callee.type === 'Identifier' ? String(callee.name) : '';
}

/** The keys an expression can come to; none when only running it would tell. */
function keysOf(node: Syntax): RegExp[] {
  if (node.type === 'Literal') return [pattern([String(node.value)])];
  if (node.type === 'TemplateLiteral') {
    return [pattern((node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked))];
  }
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate].filter(isSyntax).flatMap(keysOf);
  if (node.type === 'LogicalExpression') return [node.left, node.right].filter(isSyntax).flatMap(keysOf);
  return isSyntax(node.expression) ? keysOf(node.expression) : [];
}

function pattern(fixedParts: string[]): RegExp {
  return new RegExp(`^${fixedParts.map((part) => part.replace(/[^\w-]/g, '\\$&')).join('.+')}$`);
}

function readable(key: RegExp): string {
  return key.source.slice(1, -1).replaceAll('.+', '…').replaceAll('\\', '');
}

type Passed = Map<string, { file: string; name: string }>;

/** What files export from other files, as `file#name`, so that a catalog met through an index.ts is known. */
function reexports(root: string, sources: Source[]): Passed {
  const passed: Passed = new Map();
  for (const { file, program } of sources) {
    for (const node of program.body as Syntax[]) {
      const target = node.type === 'ExportNamedDeclaration' ? sourceOf(root, file, node) : undefined;
      if (!target) continue;
      for (const { local, exported } of node.specifiers as { local: Syntax; exported: Syntax }[]) {
        passed.set(`${file}#${exported.name}`, { file: target, name: String(local.name) });
      }
    }
  }
  return passed;
}

/** The names under which a file knows catalogs. */
function catalogsOf(
  root: string,
  { file, program }: Source,
  catalogs: Catalog[],
  passed: Passed,
): Map<string, Catalog> {
  const names = new Map<string, Catalog>();
  for (const node of program.body as Syntax[]) {
    const target = node.type === 'ImportDeclaration' ? sourceOf(root, file, node) : undefined;
    if (!target) continue;
    for (const { imported, local } of node.specifiers as { imported?: Syntax; local: Syntax }[]) {
      const name = String(imported?.name);
      const origin = passed.get(`${target}#${name}`) ?? { file: target, name };
      const catalog = catalogs.find((one) => one.file === origin.file && one.exported === origin.name);
      if (catalog) names.set(String(local.name), catalog);
    }
  }
  return names;
}

function sourceOf(root: string, file: string, node: Syntax): string | undefined {
  return isSyntax(node.source) ? resolveImport(root, file, String(node.source.value)) : undefined;
}
