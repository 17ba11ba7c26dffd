import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** A node of the syntax tree, as far as the checks look at one. */
export interface Syntax {
  type: string;
  start: number;
  [property: string]: unknown;
}

export interface Source {
  /** Absolute. */
  file: string;
  program: Syntax;
  /** `src/app/nav.tsx:12`, for messages to people. */
  place(node: Syntax): string;
}

/** Every TypeScript file below `root`/src that ends up in front of people; tests and demo data do not. */
export function readSources(root: string): Source[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root });
  const ours = files.filter((file) => !/\.(test|gen|d)\.tsx?$|[/\\](seed|testing)[/\\]/.test(file));
  return ours.sort().map((file) => readSource(root, file));
}

function readSource(root: string, name: string): Source {
  const file = path.join(root, name);
  const text = readFileSync(file, 'utf8');
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${name}: ${errors[0].message}`);
  const place = (node: Syntax) => `${name}:${text.slice(0, node.start).split('\n').length}`;
  return { file, program: program as unknown as Syntax, place };
}

/** Calls `visit` for the node and everything below it, unless it answers `false` for a node. */
export function walk(node: unknown, visit: (node: Syntax) => unknown): void {
  if (Array.isArray(node)) for (const item of node) walk(item, visit);
  if (!isSyntax(node) || visit(node) === false) return;
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit);
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';
}

/** The file an import names, for relative paths and the `#room/…` aliases of package.json; else undefined. */
export function resolveImport(root: string, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return path.resolve(path.dirname(from), specifier);
  if (specifier.startsWith('#')) return path.join(root, 'src', specifier.slice(1));
  return undefined;
}
