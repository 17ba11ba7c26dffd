interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const PAUSE = 1200;

/** A key press in the words of `data-hotkey`: "j", "?", "mod+k", "mod+shift+enter", "alt+arrowup". */
export function strokeOf(pressed: Pressed): string {
  const key = letterOf(pressed);
  // Shift is part of the character for "?" and "A"; it counts only beside another modifier or a named key.
  const shifted = pressed.shiftKey && (key.length > 1 || pressed.ctrlKey || pressed.metaKey);
  const parts = [pressed.ctrlKey || pressed.metaKey ? 'mod' : '', pressed.altKey ? 'alt' : '', shifted ? 'shift' : ''];
  return [...parts.filter(Boolean), key].join('+');
}

// On a Greek or Russian keyboard the key where J is still moves down.
function letterOf({ key, code }: Pressed): string {
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  const foreign = key.length === 1 && key.charCodeAt(0) > 127;
  return (foreign && latin ? latin : key).toLowerCase().replace(/^ $/, 'space');
}

/** Whether a stroke types a character when nothing takes it, which is what WCAG 2.1.4 lets people turn off. */
export function isCharacter(stroke: string): boolean {
  return !stroke.startsWith('mod') && !stroke.startsWith('alt') && stroke.length === 1;
}

/** "g h" waits for the second key; "mod+k, /" are two ways to the same thing. */
export function parseHotkeys(text: string): string[] {
  return text
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Follows strokes that belong together and answers with the sequences they may complete, the longest first. */
export class Strokes {
  private held = '';
  private at = Number.NEGATIVE_INFINITY;

  press(stroke: string, now: number): string[] {
    const before = now - this.at < PAUSE ? this.held : '';
    this.held = stroke;
    this.at = now;
    return before ? [`${before} ${stroke}`, stroke] : [stroke];
  }

  done(): void {
    this.held = '';
  }
}
