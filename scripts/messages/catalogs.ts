import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';

type Messages = Readonly<Record<string, string>>;

export interface Catalog {
  /** Absolute, with the name it is exported under: two catalogs may share a file. */
  file: string;
  exported: string;
  scope: string;
  messages: { en: Messages; de: Messages };
}

/** Loads every `messages.ts` (or `messages.*.ts`) below `root`/src. */
export async function readCatalogs(root: string): Promise<Catalog[]> {
  const found: Catalog[] = [];
  for (const name of globSync('src/**/messages{,.*}.ts', { cwd: root }).sort()) {
    if (name.endsWith('.test.ts')) continue;
    const file = path.join(root, name);
    const exports: Record<string, unknown> = await import(pathToFileURL(file).href);
    for (const [exported, value] of Object.entries(exports)) {
      if (isSay(value)) found.push({ file, exported, scope: value.scope, messages: value.messages });
    }
  }
  return found;
}

function isSay(value: unknown): value is Pick<Catalog, 'scope' | 'messages'> {
  return typeof value === 'function' && 'scope' in value && 'messages' in value;
}

/** What is wrong with the messages themselves, whoever uses them. */
export function catalogProblems(catalogs: Catalog[]): string[] {
  const problems: string[] = [];
  const scopes = new Map<string, string>();
  for (const { scope, file, messages } of catalogs) {
    if (scopes.has(scope)) problems.push(`two catalogs are called "${scope}": ${scopes.get(scope)} and ${file}`);
    scopes.set(scope, file);
    for (const key of new Set([...Object.keys(messages.en), ...Object.keys(messages.de)])) {
      for (const problem of pairProblems(messages.en[key], messages.de[key]))
        problems.push(`${scope} ${key}: ${problem}`);
    }
  }
  return problems;
}

function pairProblems(en: string | undefined, de: string | undefined): string[] {
  if (!en?.trim()) return ['says nothing in English'];
  if (!de?.trim()) return ['says nothing in German'];
  const inEnglish = placeholdersOf(en, 'en');
  const inGerman = placeholdersOf(de, 'de');
  if (typeof inEnglish === 'string') return [`English: ${inEnglish}`];
  if (typeof inGerman === 'string') return [`German: ${inGerman}`];
  const missing = [...inEnglish].filter((name) => !inGerman.has(name));
  const surplus = [...inGerman].filter((name) => !inEnglish.has(name));
  const problems: string[] = [];
  if (missing.length > 0) problems.push(`German lacks ${missing.join(', ')}`);
  if (surplus.length > 0) problems.push(`German has ${surplus.join(', ')}, English does not`);
  // A name or a term may well be the same in both; a sentence is not.
  if (en === de && (en.match(/\p{L}{2,}/gu)?.length ?? 0) > 2) problems.push('is the same in both languages');
  return problems;
}

/** The `{names}` and `<tags>` of a message, or what is wrong with it. */
function placeholdersOf(message: string, locale: string): Set<string> | string {
  // The types that read placeholders from a message do not know quoted braces.
  if (message.includes("'{")) return 'a brace behind an apostrophe is taken literally';
  try {
    return namesIn(new IntlMessageFormat(message, locale).getAst() as Element[]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Element {
  type: number;
  value: string;
  options?: Record<string, { value: Element[] }>;
  children?: Element[];
}

// The element types of the ICU parser: 0 text, 3 date, 4 time, 7 '#', 8 tag; all others are arguments.
function namesIn(elements: Element[]): Set<string> {
  const names = new Set<string>();
  const add = (inner: Element[]) => {
    for (const name of namesIn(inner)) names.add(name);
  };
  for (const { type, value, options, children } of elements) {
    if (type === 3 || type === 4) throw new Error(`{${value}} would show the machine's zone; pass a formatted date`);
    if (type === 8) names.add(`<${value}>`);
    else if (type !== 0 && type !== 7) names.add(`{${value}}`);
    for (const option of Object.values(options ?? {})) add(option.value);
    add(children ?? []);
  }
  return names;
}
