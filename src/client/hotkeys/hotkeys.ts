import { closeMenu } from '../surface/panels.ts';
import { isLeaving } from '../turbo/visit.ts';
import { isCharacter, parseHotkeys, Strokes, strokeOf } from './keys.ts';
import { moveInList } from './list.ts';
import { isWriting, keptAsWords, writeAsWords, writeKept } from './words.ts';

const strokes = new Strokes();
const MODIFIERS = ['Shift', 'Control', 'Meta', 'Alt'];

/** Letters that follow so soon on one that meant nothing are a text that somebody believes to write, in milliseconds. */
const IN_WORDS = 500;
let lost = Number.NEGATIVE_INFINITY;

/** What is pressed while the page it is meant for is on its way, and until that has been told of it. */
let early: KeyboardEvent[] = [];
let arriving = false;

/** `[data-hotkey]` on a link, button or field: the keys click it, or move into it when it is a field. */
export function listenForHotkeys(): void {
  // Before the field hears of it, which may make a line of Enter or send what is written.
  document.addEventListener('keydown', writeBefore, true);
  document.addEventListener('keydown', (event) => {
    if (!keptAsWords(event) && !keptForPage(event)) obey(event);
  });
  // After those who set the focus on the new page.
  document.addEventListener('turbo:load', () => {
    arriving = true;
    setTimeout(catchUp);
  });
  // Whoever wants no keys, or typed in a field, gave no orders.
  const orders = document.body.dataset.hotkeys === 'off' ? [] : (window.earlyKeys ?? []);
  early = orders.filter(({ target }) => !isWriting(target));
  window.earlyKeys = null;
  catchUp();
}

// A page that is left must not be given an order that was meant for the next one, and that one must not miss it.
function keptForPage(event: KeyboardEvent): boolean {
  if (!isLeaving() && !arriving) {
    // What was asked for has failed: nobody means this page.
    early = [];
    return false;
  }
  const opens = event.key === 'Enter' && early.length > 0;
  if (!isCharacter(strokeOf(event)) && event.key !== ' ' && event.key !== 'Backspace' && !opens) return false;
  if (isWriting(event.target) || document.body.dataset.hotkeys === 'off') return false;
  // It is for the line that those before it will choose, and not for what has the keyboard until then.
  if (opens) event.preventDefault();
  early.push(event);
  return true;
}

// A key that comes to the field in the moment in which it has the keyboard follows on those that are still kept for it.
function writeBefore({ target, isComposing }: KeyboardEvent): void {
  if (isComposing) return;
  if (arriving && early.length > 0 && isWriting(target)) catchUp();
  writeKept();
}

// After a click or a step into a field, the rest is what was to be written there: an "e" of a word must not solve.
function catchUp(): void {
  arriving = false;
  // Another page has been asked for already: it is for that.
  if (isLeaving()) return;
  const pressed = early;
  early = [];
  if (startsInField()) {
    writeAsWords(pressed);
    return;
  }
  const { rest, opened } = obeyAll(pressed);
  // A line of the list is on its way: what follows is for its page, too.
  if (opened) early.push(...rest);
  else writeAsWords(rest);
}

// Up to the one after which the keyboard or the page is elsewhere.
function obeyAll(pressed: KeyboardEvent[]): { rest: KeyboardEvent[]; opened: boolean } {
  for (const [at, event] of pressed.entries()) {
    const done = opensChosen(event) ? 'opened' : obey(event);
    if (done === 'left' || done === 'opened') return { rest: pressed.slice(at + 1), opened: done === 'opened' };
  }
  return { rest: [], opened: false };
}

// Enter is a link's own key, and was pressed before the line it is for had the keyboard.
function opensChosen({ key, target }: KeyboardEvent): boolean {
  const line = document.activeElement;
  if (key !== 'Enter' || line === target || !(line instanceof HTMLElement) || !('listItem' in line.dataset))
    return false;
  line.click();
  return true;
}

// The address may name a field that takes the keyboard as soon as its editor is there.
function startsInField(): boolean {
  const named = document.getElementById(location.hash.slice(1));
  return isWriting(document.activeElement) || (named?.matches('form, textarea, input') ?? false);
}

/** `opened`: the line that has the keyboard is on its way, and the key is for its page. */
type Obeyed = 'left' | 'moved' | 'opened' | 'nothing';

function obey(event: KeyboardEvent): Obeyed {
  if (event.key === 'Escape' && !event.isComposing) leaveText(event);
  const idle = event.defaultPrevented || event.isComposing || MODIFIERS.includes(event.key);
  if (idle) return 'nothing';
  const stroke = strokeOf(event);
  const typing = isWriting(event.target);
  if (isCharacter(stroke) && (typing || document.body.dataset.hotkeys === 'off')) return 'nothing';
  const inWords = event.timeStamp - lost < IN_WORDS;
  for (const sequence of strokes.press(stroke, event.timeStamp)) {
    if (inWords && isCharacter(sequence)) continue;
    const done = opensFor(event, sequence) ? 'opened' : run(sequence, typing);
    if (done === 'nothing') continue;
    // Not used up: it is obeyed once more, on its page.
    if (done === 'opened') return done;
    event.preventDefault();
    strokes.done();
    return done;
  }
  if (isCharacter(stroke)) lost = event.timeStamp;
  return 'nothing';
}

// Out of a long text, so that single keys work again. In a dialog or a menu, Escape closes that first.
function leaveText(event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || leavesSearch(event, target) || target.closest('dialog, [popover]')) return;
  if (target.isContentEditable || target.matches('textarea')) target.blur();
}

// Safari's search fields keep Escape for themselves: their menu would stay open, and the next key be written into it.
function leavesSearch(event: KeyboardEvent, field: HTMLElement): boolean {
  const menu = field.closest<HTMLElement>('[popover]');
  if (!field.matches('[type=search]') || !menu?.matches(':popover-open')) return false;
  event.preventDefault();
  closeMenu(menu);
  return true;
}

const openedFor = new WeakSet<KeyboardEvent>();

// What acts on one thing acts on the one that the ring is on, and never on another that happens to be open beside the list:
// `[data-list-item][data-item-hotkeys]` is opened first.
function opensFor(event: KeyboardEvent, sequence: string): boolean {
  const line = document.activeElement;
  if (!(line instanceof HTMLElement) || !line.dataset.itemHotkeys || line.hasAttribute('aria-current')) return false;
  if (!parseHotkeys(line.dataset.itemHotkeys).includes(sequence) || openDialog() || openedFor.has(event)) return false;
  openedFor.add(event);
  early.push(event);
  line.click();
  return true;
}

function run(sequence: string, typing: boolean): Obeyed {
  const target = targetOf(sequence);
  if (target) {
    activate(target);
    return 'left';
  }
  if (typing || openDialog()) return 'nothing';
  if (sequence === '?') return openShortcuts() ? 'left' : 'nothing';
  return moveInList(sequence) ? 'moved' : 'nothing';
}

function targetOf(sequence: string): HTMLElement | undefined {
  const dialog = openDialog();
  const candidates = (dialog ?? document).querySelectorAll<HTMLElement>('[data-hotkey]');
  const meant = [...candidates].filter(
    (element) =>
      parseHotkeys(element.dataset.hotkey ?? '').includes(sequence) && isUsable(element) && isInScope(element),
  );
  // The page's own search before the one at the top.
  return meant.find((element) => element.closest('main')) ?? meant[0];
}

function activate(element: HTMLElement): void {
  if (element.matches('input:not([type=checkbox], [type=radio], [type=submit]), textarea, select')) element.focus();
  else element.click();
}

function isUsable(element: HTMLElement): boolean {
  const behindEditor = element.hidden && element.nextElementSibling?.matches('.rich');
  return !element.matches(':disabled, [aria-disabled=true]') && (behindEditor || element.checkVisibility());
}

// With a scope, the keys belong to one part of the page and mean nothing while the focus is elsewhere.
function isInScope({ dataset }: HTMLElement): boolean {
  const { hotkeyScope } = dataset;
  return !hotkeyScope || (document.getElementById(hotkeyScope)?.contains(document.activeElement) ?? false);
}

function openDialog(): Element | undefined {
  return [...document.querySelectorAll('dialog:modal')].at(-1);
}

function openShortcuts(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#shortcuts');
  dialog?.showModal();
  return dialog !== null;
}
