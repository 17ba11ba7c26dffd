import { beforeEach, expect, test } from 'vitest';
import { filesStillThere, findDraft, forgetDraft, moveDraft, readDraft, sweepDrafts, writeDraft } from './store.ts';

const DAY = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 16);
const draft = { at: now, fields: { body: 'Half a reply' }, files: [] };

let store: Storage;
beforeEach(() => {
  store = memory();
});

test('a draft comes back under its own key only', () => {
  writeDraft(store, 'dana:reply:1', draft);
  expect(readDraft(store, 'dana:reply:1', now)).toEqual(draft);
  expect(readDraft(store, 'theo:reply:1', now)).toBeUndefined();
});

test('an emptied form leaves no draft, a form with only a file does', () => {
  writeDraft(store, 'a', draft);
  writeDraft(store, 'a', { at: now, fields: { body: ' ' }, files: [] });
  writeDraft(store, 'b', { at: now, fields: {}, files: [{ id: '1', name: 'a.txt', size: 5 }] });
  expect(store.length).toBe(1);
  expect(readDraft(store, 'b', now)?.files).toHaveLength(1);
});

test('drafts end after a week', () => {
  writeDraft(store, 'a', draft);
  expect(readDraft(store, 'a', now + 6 * DAY)).toEqual(draft);
  expect(readDraft(store, 'a', now + 8 * DAY)).toBeUndefined();
  sweepDrafts(store, now + 8 * DAY);
  expect(store.length).toBe(0);
});

test('a file comes back with its draft as long as it is kept; control: one that may be gone does not', () => {
  const madeAt = (time: number) =>
    `${time.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7000-8000-000000000000`;
  const files = [3, 7, 8].map((days) => ({ id: madeAt(now - days * DAY), name: `${days}`, size: 1 }));
  expect(filesStillThere(files, now).map(({ name }) => name)).toEqual(['3', '7']);
});

test('signing out takes every draft and nothing of others', () => {
  writeDraft(store, 'a', draft);
  writeDraft(store, 'b', draft);
  store.setItem('something-else', 'x');
  sweepDrafts(store, now, true);
  expect(store.length).toBe(1);
});

test('what is no draft is swept, not read', () => {
  for (const text of ['{', 'null', '[]', '{"at":"x"}', '{"at":1,"fields":null,"files":[]}']) {
    store.setItem('portico:draft:odd', text);
    expect(readDraft(store, 'odd', now)).toBeUndefined();
  }
  sweepDrafts(store, now);
  expect(store.length).toBe(0);
});

test('a full storage is no reason to fail', () => {
  store.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  expect(() => writeDraft(store, 'a', draft)).not.toThrow();
});

test('what can no longer be sent goes to another form, with its files and below what was begun there', () => {
  const file = { id: '1', name: 'a.txt', size: 5 };
  writeDraft(store, 'reply', { at: now, fields: { body: 'Two <lines>\nof text' }, files: [file] });
  moveDraft(store, 'reply', 'new', 'new', now);
  expect(readDraft(store, 'reply', now)).toBeUndefined();
  const moved = { body: '<p>Two &lt;lines&gt;<br>of text</p>', body_format: 'html' };
  expect(readDraft(store, 'new', now)).toMatchObject({ fields: moved, files: [file] });

  const begun = { subject: 'The export', body: '<p>First</p>', body_format: 'html', urgency: 'blocks' };
  writeDraft(store, 'begun', { at: now, fields: begun, files: [] });
  writeDraft(store, 'reply', { at: now, fields: { body: '<p>Then</p>', body_format: 'html' }, files: [file] });
  moveDraft(store, 'reply', 'begun', 'begun', now);
  expect(readDraft(store, 'begun', now)?.fields).toEqual({ ...begun, body: '<p>First</p><p>Then</p>' });
  // Nothing was left: what was begun stays as it is.
  moveDraft(store, 'reply', 'begun', 'begun', now);
  expect(readDraft(store, 'begun', now)?.fields.subject).toBe('The export');
});

test('a tab has what it keeps itself, else the newest of what others keep, and what was kept before tabs had names', () => {
  const found = (tab: string) => findDraft(store, 'reply:1', `reply:1~${tab}`, now);
  expect(found('one')).toBe('reply:1~one');
  writeDraft(store, 'reply:1', draft);
  writeDraft(store, 'reply:12~two', { ...draft, at: now + 3 });
  expect(found('one')).toBe('reply:1');
  writeDraft(store, 'reply:1~two', { ...draft, at: now + 2 });
  writeDraft(store, 'reply:1~one', { ...draft, at: now + 1 });
  expect([found('one'), found('two'), found('three')]).toEqual(['reply:1~one', 'reply:1~two', 'reply:1~two']);
});

test('what goes to another form is kept by the tab that took it there, and by no other', () => {
  writeDraft(store, 'reply~one', draft);
  writeDraft(store, 'new~two', { ...draft, fields: { body: 'Begun' } });
  moveDraft(store, 'reply~one', 'new~two', 'new~one', now);
  expect(store.length).toBe(1);
  expect(readDraft(store, 'new~one', now)?.fields.body).toBe('<p>Begun</p><p>Half a reply</p>');
});

test('a sent form is forgotten', () => {
  writeDraft(store, 'a', draft);
  forgetDraft(store, 'a');
  expect(readDraft(store, 'a', now)).toBeUndefined();
});

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
  };
}
