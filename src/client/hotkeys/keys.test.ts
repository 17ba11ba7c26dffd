import { expect, test } from 'vitest';
import { isCharacter, parseHotkeys, Strokes, strokeOf } from './keys.ts';

const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
  strokeOf({ key: name, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test('letters, signs and combinations read as data-hotkey writes them', () => {
  expect(key('j')).toBe('j');
  expect(key('?', { shiftKey: true })).toBe('?');
  expect(key('k', { metaKey: true })).toBe('mod+k');
  expect(key('k', { ctrlKey: true })).toBe('mod+k');
  expect(key('K', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+k');
  expect(key('ArrowUp', { altKey: true })).toBe('alt+arrowup');
  expect(key(' ')).toBe('space');
});

test('a keyboard in another script is read by the place of its keys', () => {
  expect(key('о', { code: 'KeyJ' })).toBe('j');
  expect(key('λ', { code: 'KeyL' })).toBe('l');
});

test('a German keyboard keeps its own letters', () => {
  expect(key('z', { code: 'KeyY' })).toBe('z');
});

test('keys that type a character are told from those that do not', () => {
  expect(['j', '?', '/'].map(isCharacter)).toEqual([true, true, true]);
  expect(['mod+k', 'escape', 'alt+arrowup'].map(isCharacter)).toEqual([false, false, false]);
});

test('several ways to the same thing are separated by commas', () => {
  expect(parseHotkeys('mod+K, /')).toEqual(['mod+k', '/']);
  expect(parseHotkeys('g h')).toEqual(['g h']);
  expect(parseHotkeys('')).toEqual([]);
});

test('two keys in quick succession make a sequence, the longer reading first', () => {
  const strokes = new Strokes();
  expect(strokes.press('g', 0)).toEqual(['g']);
  expect(strokes.press('h', 500)).toEqual(['g h', 'h']);
});

test('a key long after the first stands alone, and so does one after a sequence was used', () => {
  const strokes = new Strokes();
  strokes.press('g', 0);
  expect(strokes.press('h', 2000)).toEqual(['h']);
  strokes.done();
  expect(strokes.press('p', 2100)).toEqual(['p']);
});
