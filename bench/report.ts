import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import path from 'node:path';
import type { FirstVisit } from './first-visit.ts';
import type { Live } from './live.ts';
import { type Load, STEADY, type Steady } from './load.ts';
import type { PageOne } from './page-one.ts';
import { type PageName, titles } from './pages.ts';
import { root } from './places.ts';

export interface PageResult {
  page: PageName;
  html: Load;
  json: Load;
  steady: Steady;
  /** Undefined for a reply, which answers with no page. */
  bare: Load | undefined;
  bytes: number;
  peakMemory: number | undefined;
}

export interface Results {
  at: string;
  machine: string;
  postgres: string;
  tickets: number;
  seedSeconds: number;
  coldStartMs: number;
  idleMemory: number | undefined;
  pages: PageResult[];
  compressed: Load;
  firstVisit: FirstVisit;
  live: Live;
  pageOne: PageOne[];
}

export function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpu?.model.trim()}), ${gigabytes} GB, ${platform()} ${release()}, Node ${process.version}`;
}

/** Writes bench/results/latest.json and returns what a person reads. */
export function report(results: Results): string {
  const folder = path.join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'latest.json'), `${JSON.stringify({ commit: commit(), ...results }, null, 2)}\n`);
  return [
    `${results.machine}, PostgreSQL ${results.postgres}, ${results.tickets.toLocaleString('en')} tickets`,
    '',
    ...table([
      [
        'page',
        'html/s',
        'p50',
        'p99',
        'cpu',
        'json/s',
        'p99',
        'cpu',
        'html:json',
        'by cpu',
        `p50 at ${STEADY}/s`,
        'p99',
        'bare/s',
        'bytes',
        'peak MB',
        'wrong',
      ],
      ...results.pages.map(pageLine),
    ]),
    '',
    `ticket list, compressed (br): ${whole(results.compressed.perSecond)}/s, p99 ${results.compressed.p99} ms`,
    '',
    ...table([['figure', 'measured', 'goal'], ...figures(results)]),
    '',
    ...table([
      ['page one', '10,000', '200,000', 'ratio (goal 1.3)'],
      ...results.pageOne.map(({ list, medium, large, ratio }) => [
        list,
        `${fine(medium)} ms`,
        `${fine(large)} ms`,
        fine(ratio),
      ]),
    ]),
  ].join('\n');
}

function pageLine({ page, html, json, steady, bare, bytes, peakMemory }: PageResult): string[] {
  return [
    titles[page],
    whole(html.perSecond),
    String(html.p50),
    String(html.p99),
    fine(html.cpu ?? 0),
    whole(json.perSecond),
    String(json.p99),
    fine(json.cpu ?? 0),
    `${whole((100 * html.perSecond) / json.perSecond)} %`,
    html.cpu && json.cpu ? `${whole((100 * json.cpu) / html.cpu)} %` : '',
    String(steady.p50),
    String(steady.p99),
    bare ? whole(bare.perSecond) : '',
    whole(bytes),
    peakMemory === undefined ? '' : whole(peakMemory),
    String(html.wrong + json.wrong + (bare?.wrong ?? 0)),
  ];
}

function figures({ coldStartMs, idleMemory, firstVisit, live, seedSeconds }: Results): string[][] {
  const memory = (megabytes: number | undefined) => (megabytes === undefined ? 'unknown' : `${whole(megabytes)} MB`);
  return [
    ['cold start, existing database', `${coldStartMs} ms`, '2,000 ms'],
    ['idle memory of the server', memory(idleMemory), '150 MB'],
    ['first visit, compressed', `${fine(firstVisit.bytes / 1000)} KB`, '60 KB'],
    ['first visit, headers besides', `${fine(firstVisit.headBytes / 1000)} KB`, ''],
    ['first visit, requests', String(firstVisit.requests), '10'],
    ['first visit, fonts', `${fine(firstVisit.fontBytes / 1000)} KB`, '75 KB'],
    [`reply to signal, ${live.clients} live clients`, `p50 ${live.signal.p50} ms, p99 ${live.signal.p99} ms`, ''],
    ['reply to new page', `p50 ${live.refetched.p50} ms, p99 ${live.refetched.p99} ms`, ''],
    ['server memory with them connected', memory(live.memory), ''],
    ['large seed', `${whole(seedSeconds)} s`, '180 s'],
  ];
}

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return [line(rows[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)];
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');
const fine = (n: number): string => n.toLocaleString('en', { maximumFractionDigits: 2 });

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
