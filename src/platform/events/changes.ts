import { z } from 'zod';

const value = z.union([z.string().max(2_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(400))]);

/** Before and after, field by field: part of the data of a kind of event that changes something. The audit log shows it. */
export const changes = z.record(z.string().max(80), z.object({ from: value, to: value }));
export type Changes = z.output<typeof changes>;

/** What is different between two states of the same thing. */
export function changed(before: object, after: object): Changes {
  const [was, is] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const different = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  return Object.fromEntries(different.map((name) => [name, { from: plain(was[name]), to: plain(is[name]) }]));
}

function plain(given: unknown): Changes[string]['from'] {
  if (given === undefined || given === null) return null;
  if (given instanceof Date) return given.toISOString();
  const read = value.safeParse(given);
  return read.success ? read.data : JSON.stringify(given).slice(0, 2_000);
}
