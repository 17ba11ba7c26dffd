import type { Load, Steady } from './load.ts';

export const sides = ['visitor', 'customer', 'team'] as const;
export type Side = (typeof sides)[number];

/** Milliseconds of each search, the shortest first. */
export interface Door {
  side: Side | 'writing';
  alone: number[];
  together: number[];
  /** At a hundred a second. */
  steady: number[];
}

/** What is asked for over HTTP, and by whom. */
export const asked = {
  results: 'a visitor’s page of results',
  typing: 'a visitor’s letters',
  fresh: 'the page, asked first',
  customer: 'the palette of a customer',
  team: 'the palette of the team',
} as const;
export type Asking = keyof typeof asked;

export interface SearchPage {
  asking: Asking;
  load: Load;
  /** At a hundred a second over as many connections. */
  steady: Steady;
}

export function searchReport(doors: Door[], pages: SearchPage[]): string {
  return [
    'by itself                        alone: p50, p99        16 at once: p50, p99        at 100/s: p50, p99 (goal under 50 ms)',
    ...doors.map(
      ({ side, alone, together, steady }) =>
        `  ${(side === 'writing' ? 'suggestions to a customer' : side).padEnd(28)} ${pair(alone).padStart(19)} ${pair(together).padStart(22)} ${pair(steady).padStart(22)}`,
    ),
    '',
    'as it is typed, over HTTP        a second        16 at once: p50, p99        at 100/s: p50, p99 (goal under 50 ms)',
    ...pages.map(
      ({ asking, load, steady }) =>
        `  ${asked[asking].padEnd(28)} ${load.perSecond.toFixed(0).padStart(10)} ${`${load.p50} ms, ${load.p99} ms`.padStart(25)} ${`${steady.p50.toFixed(0)} ms, ${steady.p99.toFixed(0)} ms`.padStart(22)}${load.wrong ? `   ${load.wrong} WRONG` : ''}`,
    ),
  ].join('\n');
}

const pair = (sorted: number[]): string => `${at(sorted, 0.5)} ms, ${at(sorted, 0.99)} ms`;
const at = (sorted: number[], share: number): string => sorted[Math.floor(sorted.length * share)]!.toFixed(1);
