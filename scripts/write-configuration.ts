/** Writes docs/operating/configuration.md: node scripts/write-configuration.ts [--check] */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { environment } from '#platform/environment.ts';

const file = path.resolve(import.meta.dirname, '../docs/operating/configuration.md');

function entry([name, variable]: [string, (typeof environment)[keyof typeof environment]]): string {
  const facts = [variable.form];
  facts.push(variable.fallback === undefined ? 'no default' : `default \`${variable.fallback}\``);
  if (variable.secret) facts.push('secret');
  return `## ${name}\n\n${facts.join(' · ')}\n\n${variable.about}\n`;
}

const text = `# Configuration

Portico reads its settings from environment variables once, when a process starts. An empty variable counts as absent; a
wrong one ends the process with one line that names it. \`npm run portico -- doctor\` checks them and what they point to.

This page is written by \`node scripts/write-configuration.ts\` from \`src/platform/environment.ts\`.

${Object.entries(environment).map(entry).join('\n')}`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error('docs/operating/configuration.md is not current: node scripts/write-configuration.ts');
    process.exit(1);
  }
} else {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
