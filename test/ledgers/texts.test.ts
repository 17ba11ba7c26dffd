import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allSeen, line, onlyReadable, onlySeen, pastedLine, prose, seenLine } from '#platform/http/line.ts';
import { cleanHtml } from '#platform/richtext/clean.ts';

// Every text that somebody can put in is made by platform/http/line.ts. What is not says here why nothing unseen can stand in it.

const CHOICE = 'held against what there is: an id, a role, a switch, a zone, a colour';
const SEARCH = 'looked for, and kept nowhere';
const SECRET = 'shown to nobody';
const OURS = 'written by the portal itself, under its seal or from its own rows';
const OTHERWISE = 'held in another way, which is named in the file';

/** How many bare texts a file has, and why that is no hole. */
const BARE: Record<string, [number, ...string[]]> = {
  'accounts/invited-page.tsx': [4, OURS],
  'accounts/routes.tsx': [2, SEARCH],
  'article-import/category-file.ts': [6, OTHERWISE, CHOICE],
  'article-import/front-matter.ts': [1, OTHERWISE],
  // A language, and a text of an article, which cleaning holds.
  'article-replies/begin-routes.tsx': [2, OTHERWISE],
  'audit/filter.ts': [4, SEARCH, CHOICE],
  'deflection/filter.ts': [2, SEARCH, CHOICE],
  'deflection/rules.ts': [1, CHOICE],
  'fields/definitions.ts': [2, CHOICE],
  'fields/words.ts': [1, OTHERWISE],
  'fields/told.tsx': [3, OURS],
  'identity/address/change.ts': [3, OURS],
  'identity/invitation-routes.tsx': [1, SECRET],
  'identity/link.ts': [3, OURS],
  'identity/new-device.tsx': [3, OURS],
  'identity/passkeys/add.ts': [5, SECRET],
  'identity/passkeys/answer.ts': [6, SECRET],
  'identity/preferences.ts': [1, CHOICE],
  'identity/rules/change.ts': [1, CHOICE],
  'knowledge/draft.ts': [1, OTHERWISE],
  'knowledge/list.ts': [1, SEARCH],
  'help/reactions.tsx': [1, OURS],
  'knowledge/reactions.tsx': [1, OURS],
  'knowledge/start.ts': [1, CHOICE],
  'knowledge/upkeep.ts': [1, CHOICE],
  'members/join-routes.tsx': [1, SECRET],
  'members/leaving.tsx': [2, OURS],
  'members/link.ts': [3, OURS],
  'newcomers/notices.tsx': [8, OURS],
  'newcomers/routes.tsx': [1, SECRET],
  'newcomers/rules.ts': [2, CHOICE],
  'newcomers/waiting-routes.tsx': [2, CHOICE],
  'privacy/retention.ts': [1, CHOICE],
  'profile/profile.ts': [3, CHOICE],
  'roles/change.ts': [1, CHOICE],
  'search/routes.tsx': [
    2,
    'what was looked for, of which letters and digits are kept, folded, and the kind of what was opened',
  ],
  'segments/rule.ts': [1, CHOICE],
  'sso/people.ts': [3, CHOICE],
  'sso/routes.tsx': [3, OURS],
  'sso/scim/shapes.ts': [3, OTHERWISE],
  'sso/told.tsx': [1, OURS],
  'tickets/body.ts': [1, OTHERWISE],
  'tickets/inbox.ts': [4, SEARCH],
  'tickets/reactions.tsx': [1, OURS],
  'tickets/routes.tsx': [3, SEARCH],
  'workspaces/design.ts': [1, CHOICE],
  'workspaces/details.ts': [2, CHOICE],
  'workspaces/first-run-form.ts': [3, CHOICE, SECRET],
};

const bareIn = (code: string): number => code.match(/\bz\s*\.string\(/g)?.length ?? 0;

test('TRUST 47: every text of a form, a list or a directory is held by the one rule of what can be seen', () => {
  const files = globSync('src/features/**/*.{ts,tsx}').filter(
    (file) => !/\.test\.|testing\.ts|\/events\.ts$/.test(file),
  );
  const found = files.map((file) => [file.slice('src/features/'.length), bareIn(readFileSync(file, 'utf8'))] as const);
  expect(Object.fromEntries(found.filter(([, bare]) => bare > 0))).toEqual(
    Object.fromEntries(Object.entries(BARE).map(([file, [bare]]) => [file, bare])),
  );
});

test('TRUST 47, control: a bare text is counted however it is written, and none that is held', () => {
  expect(bareIn("z.string().max(9); z\n    .string('error').trim()")).toBe(2);
  expect(bareIn("seenLine(9, 'a', 'b'); prose(9, 'a'); z.stringbool()")).toBe(0);
});

/** What turns the direction, what shows nothing, what ends a line where there is one. */
const UNSEEN = [...'\u202e\u2066\u200b\u2061\ufeff\u0007\u0085\ufffa'];
const IN_A_LINE = [...'\u2060\n\t\u2028\u200e\u061c\u00ad\u034f\u3164\uffa0\u2800'];

test.each([...UNSEEN, ...IN_A_LINE])('TRUST 47: a line with %j in it is refused, or kept without it', (one) => {
  const given = `Ma${one}ya`;
  expect([allSeen(given), onlySeen(given)]).toEqual([false, 'Maya']);
  expect(line(9, 'wrong').safeParse(given).error?.issues[0]?.message).toBe('wrong');
  expect(seenLine(9, 'long', 'unseen').safeParse(given).error?.issues[0]?.message).toBe('unseen');
  expect(pastedLine(9, 'long').parse(given)).toBe('Maya');
  expect(pastedLine(9, 'long', 'empty').safeParse(one).error?.issues[0]?.message).toBe('empty');
});

test.each(UNSEEN)('TRUST 47: prose is kept without %j, also written as a reference', (one) => {
  const reference = `&#x${one.charCodeAt(0).toString(16)};`;
  expect([onlyReadable(`Ma${one}ya`), prose(9, 'long').parse(`Ma${one}ya`)]).toEqual(['Maya', 'Maya']);
  expect(cleanHtml(`<p>Ma${one}ya</p>`)).toBe('<p>Maya</p>');
  expect(allSeen(cleanHtml(`<p>Ma${reference}ya</p>`))).toBe(true);
});

test('control: what people write stays as it is', () => {
  for (const name of ['Zoë Łukasz', 'مریم می\u200cخواهم', '👩\u200d💻', 'Jean-Paul O’Neil', '山田']) {
    expect(pastedLine(60, 'long').parse(name)).toBe(name);
    expect(seenLine(60, 'long', 'unseen').parse(name)).toBe(name);
  }
  const lines = 'One\r\n\tTwo \u200f(שלום)\u200e';
  expect(prose(60, 'long').parse(lines)).toBe(lines);
});
