/**
 * What it takes to bring in 10,000 articles with a picture each, from a folder of Markdown, as the command does it: keeping, looking, writing.
 * Built and run by bench/main.ts, with a database of its own.
 */
import '#app/features.ts';
import { createHash, randomBytes } from 'node:crypto';
import { bringIn, handOver } from '#features/article-import/index.ts';
import { createWorkspace } from '#features/workspaces/index.ts';
import { loadConfig } from '#platform/config.ts';
import { zipOf } from '#platform/http/zip.ts';
import { createLog } from '#platform/log.ts';
import { bringUpToDate, openDatabase } from '../src/commands/database.ts';
import { openPlatform } from '../src/commands/open-platform.ts';

const ARTICLES = Number(process.env.BENCH_ARTICLES ?? 10_000);

const config = loadConfig(process.env);
const log = createLog({ level: 'warn' });
const database = await openDatabase(config, log, 'own');
await bringUpToDate(database.urls, log);
const { platform } = await openPlatform(config, log, database.urls);
const { workspace } = await createWorkspace(platform, {
  name: 'Many Articles',
  locale: 'en',
  zone: 'Europe/Berlin',
  brand: { color: '#6846e8', radius: 'soft', font: 'inter' },
  hosts: ['articles.localhost'],
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const vocabulary = Array.from({ length: 4000 }, (_, n) =>
  createHash('md5')
    .update(String(n))
    .digest('hex')
    .slice(0, 3 + (n % 7)),
);
const words = (n: number, many: number): string =>
  Array.from({ length: many }, (_, i) => vocabulary[(n * 31 + i * 7) % vocabulary.length]).join(' ');

/** About 3 KB of text and a picture of 30 KB each, in a hundred folders; every article links to the next. */
async function* folder() {
  for (let n = 0; n < ARTICLES; n++) {
    const parts = [0, 1, 2, 3].map(
      (part) => `## ${words(n + part, 3)}\n\n${words(n + part, 90)}\n\n- ${words(n, 5)}\n- ${words(n, 6)}`,
    );
    const next = `[Next](a${(n + 100) % ARTICLES}.md)`;
    const text = `# Article ${n}: ${words(n, 3)}\n\n![A picture](p${n}.png)\n\n${parts.join('\n\n')}\n\n${next}\n`;
    yield { path: `Folder ${n % 100}/a${n}.md`, content: Buffer.from(text) };
    yield { path: `Folder ${n % 100}/p${n}.png`, content: Buffer.concat([PNG, randomBytes(30_000)]) };
  }
}

// Making the zip is not the product's to do.
const zip: Uint8Array[] = [];
for await (const piece of zipOf(folder())) zip.push(piece);
async function* handed() {
  yield* zip;
}
const began = performance.now();
const by = { name: 'many.zip', format: null, drafts: false, remote: false };
const one = await handOver(platform, workspace.id, handed(), by);
const looked = performance.now();
const done = await bringIn(platform, workspace.id, one, () => undefined);
const written = performance.now();
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
console.log(
  `${done.counts.made.toLocaleString('en')} articles, ${done.counts.pictures.toLocaleString('en')} pictures, published`,
);
console.log(`  kept and looked at  ${seconds(looked - began)}`);
console.log(`  brought in          ${seconds(written - looked)}`);
console.log(`  together            ${seconds(written - began)}`);
process.exit(done.counts.made === ARTICLES ? 0 : 1);
