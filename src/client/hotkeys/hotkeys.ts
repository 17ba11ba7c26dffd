import { isCharacter, parseHotkeys, Strokes, strokeOf } from './keys.ts';
import { moveInList } from './list.ts';

const strokes = new Strokes();
const MODIFIERS = ['Shift', 'Control', 'Meta', 'Alt'];

/** `[data-hotkey]` on a link, button or field: the keys click it, or move into it when it is a field. */
export function listenForHotkeys(): void {
  document.addEventListener('keydown', obey);
  catchUp();
}

// After a click or a step into a field, the rest was meant for what could not be seen yet: an "e" of a word must not solve.
function catchUp(): void {
  const pressed = window.earlyKeys ?? [];
  window.earlyKeys = null;
  for (const event of pressed) if (obey(event) === 'left') return;
}

type Obeyed = 'left' | 'moved' | 'nothing';

function obey(event: KeyboardEvent): Obeyed {
  if (event.key === 'Escape' && !event.isComposing) leaveText(event.target);
  const idle = event.defaultPrevented || event.isComposing || MODIFIERS.includes(event.key);
  if (idle) return 'nothing';
  const stroke = strokeOf(event);
  const typing = isTyping(event.target);
  if (isCharacter(stroke) && (typing || document.body.dataset.hotkeys === 'off')) return 'nothing';
  for (const sequence of strokes.press(stroke, event.timeStamp)) {
    const done = run(sequence, typing);
    if (done === 'nothing') continue;
    event.preventDefault();
    strokes.done();
    return done;
  }
  return 'nothing';
}

// Out of a long text, so that single keys work again. In a dialog or a menu, Escape closes that first.
function leaveText(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || target.closest('dialog, [popover]')) return;
  if (target.isContentEditable || target.matches('textarea')) target.blur();
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

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])');
}

function openDialog(): Element | undefined {
  return [...document.querySelectorAll('dialog:modal')].at(-1);
}

function openShortcuts(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#shortcuts');
  dialog?.showModal();
  return dialog !== null;
}
