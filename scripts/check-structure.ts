/** Holds the tree to HOUSE rules: imports point down, features meet at their index, no circles, names and sizes. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { importCircles } from './import-circles.ts';

const rings: Record<string, number> = { platform: 1, features: 2, app: 3, commands: 4, 'main.ts': 4 };
const ringless = /\/(utils?|helpers?|common|misc|services?|managers?|base|shared|lib)(\.[^/]*|\/.*)?$/;
const mostLines = 300;
const importing = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

/** Ways to open a connection of one's own. What people may type an address for goes through safeFetch. */
const waysOut: [RegExp, string][] = [
  [/(?<![.\w#])fetch\s*\(/, 'fetch'],
  [/\b(?:globalThis|global|globalThis\?)\.fetch\b/, 'fetch'],
  [/\bfrom\s+['"]undici['"]|\bimport\s*\(\s*['"]undici['"]/, 'undici'],
  [/(?<!import type [^;\n]*)\bfrom\s+['"](?:node:)?(https?|http2|tls|dgram)['"]/, 'a connection of its own'],
  [/\bnew (?:EventSource|WebSocket)\b/, 'a connection of its own'],
];

/** One line for every broken rule; `files` maps paths from the root, like src/app/web.tsx, to their text. */
export function structureProblems(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const features = new Map<string, Set<string>>();
  for (const [file, text] of files) {
    const lines = text.split('\n').length - 1;
    if (lines > mostLines && !isCatalog(file))
      problems.push(`${file} has ${lines} lines: split it by capability (at most ${mostLines})`);
    if (ringless.test(file)) problems.push(`${file} is named after nothing: say what it is about`);
    if (!file.startsWith('src/') || /\.test\.tsx?$/.test(file)) continue;
    problems.push(...waysAround(file, text));
    for (const target of importsOf(file, text)) {
      const problem = brokenRule(file, target);
      if (problem) problems.push(`${file} imports ${target}: ${problem}`);
      noteFeatures(features, file, target);
    }
  }
  const server = [...files].filter(([file]) => file.startsWith('src/') && !/\.test\.tsx?$/.test(file));
  return [...problems, ...circles(features), ...importCircles(new Map(server))];
}

/** The browser fetches from its own portal; the server only by src/platform/egress. */
function waysAround(file: string, text: string): string[] {
  if (file.startsWith('src/client/') || file.startsWith('src/platform/egress/')) return [];
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return waysOut
    .filter(([way]) => way.test(code))
    .map(([, name]) => `${file} uses ${name}: the only way out is safeFetch (src/platform/egress)`);
}

/** Messages in two languages: data, which a feature has as much of as it has to say. */
function isCatalog(file: string): boolean {
  return file.endsWith('/messages.ts');
}

/** The files of ours that a file imports, as paths from the root. */
function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(importing)].flatMap(([, named = '']) => {
    if (named.startsWith('.')) return [path.posix.join(path.posix.dirname(file), named)];
    const alias = /^#(platform|features|app|client)\/(.*)$/.exec(named);
    return alias ? [`src/${alias[1]}/${alias[2]}`] : [];
  });
}

function brokenRule(file: string, target: string): string | undefined {
  const [from = '', to = ''] = [file, target].map((each) => each.split('/')[1]);
  if (!target.startsWith('src/')) return target.startsWith('migrations/') ? undefined : 'it is outside src';
  if (from === 'client' && target.startsWith('src/platform/i18n/')) return undefined;
  if (from === 'client' || to === 'client') return from === to ? undefined : 'browser and server share i18n only';
  if ((rings[from] ?? 0) < (rings[to] ?? 0)) return 'imports point down: main, app, features, platform';
  const foreign = to === 'features' && featureOf(file) !== featureOf(target);
  // The application puts the features together; even it comes in by the door.
  if (foreign && !/\/index\.tsx?$/.test(target)) return "another folder's feature is reached by its index.ts";
  return undefined;
}

function featureOf(file: string): string | undefined {
  return /^src\/features\/([^/]+)\//.exec(file)?.[1];
}

function noteFeatures(features: Map<string, Set<string>>, file: string, target: string): void {
  const [from, to] = [featureOf(file), featureOf(target)];
  if (!from || !to || from === to) return;
  features.set(from, (features.get(from) ?? new Set()).add(to));
}

function circles(features: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Map<string, string>();
  const walk = (trail: string[]) => {
    for (const next of features.get(trail.at(-1)!) ?? []) {
      const at = trail.indexOf(next);
      if (at < 0) walk([...trail, next]);
      const circle = trail.slice(at);
      const key = circle.toSorted().join();
      if (at >= 0 && !found.has(key)) found.set(key, [...circle, next].join(' → '));
    }
  };
  for (const feature of features.keys()) walk([feature]);
  return [...found.values()].map((circle) => `features import each other in a circle: ${circle}`);
}

async function readTree(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const top of ['src', 'test', 'e2e', 'bench', 'scripts']) {
    const entries = await readdir(path.join(root, top), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || !/\.(ts|tsx|mjs)$/.test(entry.name) || /\.gen\.ts$/.test(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      files.set(path.relative(root, file).split(path.sep).join('/'), await readFile(file, 'utf8'));
    }
  }
  return files;
}

if (import.meta.main) {
  const files = await readTree(path.resolve(import.meta.dirname, '..'));
  const problems = structureProblems(files);
  for (const problem of problems) console.error(problem);
  console.log(`${files.size} files, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
