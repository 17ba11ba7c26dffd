/**
 * Writes src/features/identity/passwords/known.txt from a list of passwords that people have, a JSON array:
 * node scripts/write-known-passwords.ts <passwords.json>
 * The list is that of @zxcvbn-ts/language-common (MIT), src/passwords.json in its package.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PREFIX_BYTES, prefixOf, SHORTEST } from '../src/features/identity/passwords/guessable.ts';

const [list] = process.argv.slice(2);
if (!list) {
  console.error('Usage: node scripts/write-known-passwords.ts <passwords.json>');
  process.exit(1);
}
const words = (JSON.parse(readFileSync(list, 'utf8')) as unknown[]).map((word) => String(word).toLowerCase());
const prefixes = [...new Set(words.filter((word) => word.length >= SHORTEST).map(prefixOf))].sort((a, b) => a - b);
const bytes = Buffer.alloc(prefixes.length * PREFIX_BYTES);
for (const [index, prefix] of prefixes.entries()) bytes.writeUIntBE(prefix, index * PREFIX_BYTES, PREFIX_BYTES);
const file = path.resolve(import.meta.dirname, '../src/features/identity/passwords/known.txt');
writeFileSync(file, `${bytes.toString('base64').replace(/.{1,120}/g, '$&\n')}`);
console.log(`${prefixes.length} passwords`);
