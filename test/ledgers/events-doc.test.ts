/** docs/events.md says what the code says. To write it anew: UPDATE_DOCS=1 npx vitest run test/ledgers/events-doc.test.ts */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { eventKinds } from '#app/features.ts';
import type { AnyKind } from '#platform/events/kinds.ts';
import { reactionsTo } from '#platform/events/reactions.ts';
import { type Locale, locales } from '#platform/i18n/reader.ts';

const file = path.resolve(import.meta.dirname, '../../docs/events.md');

interface Shape {
  type?: string | string[];
  enum?: string[];
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
}

const shapeOf = (kind: AnyKind): Shape => z.toJSONSchema(kind.data) as Shape;

function inWords(shape: Shape): string {
  if (shape.enum) return shape.enum.join(', ');
  if (shape.anyOf) return shape.anyOf.map(inWords).join(' or ');
  if (shape.items) return `any of ${inWords(shape.items)}`;
  return [shape.type ?? 'anything'].flat().join(' or ');
}

/** What a field may hold, as far as a sentence could differ by it. */
function samples(shape: Shape): unknown[] {
  if (shape.enum) return shape.enum;
  if (shape.anyOf) return shape.anyOf.flatMap(samples);
  if (shape.items) return samples(shape.items).map((one) => [one]);
  const one: Record<string, unknown> = { number: 1482, boolean: true, null: null };
  return [shape.type ?? 'string'].flat().map((type) => (type in one ? one[type] : 'id'));
}

/** Every combination of them. */
function dataOf(shape: Shape): Record<string, unknown>[] {
  return Object.entries(shape.properties ?? {}).reduce<Record<string, unknown>[]>(
    (all, [name, field]) => all.flatMap((data) => samples(field).map((value) => ({ ...data, [name]: value }))),
    [{}],
  );
}

function sentences(kind: AnyKind, locale: Locale): string[] {
  const reader = { locale, zone: 'UTC', now: new Date(0) };
  const say = (data: unknown) => {
    const told = { who: 'other', whom: null } as const;
    return kind.sentence(reader, { subjectId: 'subject', accountId: 'account', data } as never, told);
  };
  return [...new Set(dataOf(shapeOf(kind)).map(say))];
}

function topics(kind: AnyKind): string[] {
  const event = { subjectId: '{subject}', accountId: '{account}', data: dataOf(shapeOf(kind))[0] };
  return kind.topics(event as never);
}

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

function section(kind: AnyKind): string {
  const fields = Object.entries(shapeOf(kind).properties ?? {}).map(
    ([name, shape]) => `\`${name}\` (${inWords(shape)})`,
  );
  const reactions = reactionsTo(kind.kind).map((each) => each.name);
  const lines = [
    `- Audience: ${kind.audience}`,
    `- Subject: ${kind.subjectType}`,
    `- Data: ${fields.join('; ') || 'none'}`,
    ...locales.map((locale) => `- ${locale}: ${sentences(kind, locale).join(' / ')}`),
    `- Live topics: ${code(topics(kind)) || 'none'}`,
    ...(reactions.length > 0 ? [`- Reactions: ${code(reactions)}`] : []),
  ];
  return `## ${kind.kind}\n\n${lines.join('\n')}\n`;
}

/** The page as the code would have it. */
function page(kinds: readonly AnyKind[]): string {
  const sorted = kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  return `# Events

What Portico writes down in the table \`events\`: one row for each thing that happened, in the transaction in which it
happened. \`customer\` means that the account and the team may read it, \`team\` that only members may. The sentences are
what an activity feed says after the name of whoever did it.

This page is written from the \`eventKinds\` of \`src/app/features.ts\` by
\`UPDATE_DOCS=1 npx vitest run test/ledgers/events-doc.test.ts\`; without \`UPDATE_DOCS\` that test holds it to the code.

${sorted.map(section).join('\n')}`;
}

test('docs/events.md describes every kind of event as it is', async () => {
  const text = page(eventKinds);
  if (process.env.UPDATE_DOCS) await writeFile(file, text);
  expect(await readFile(file, 'utf8').catch(() => '')).toBe(text);
});

test('control: an event that the page does not know makes it another page', () => {
  expect(page(eventKinds.slice(1))).not.toBe(page(eventKinds));
});
