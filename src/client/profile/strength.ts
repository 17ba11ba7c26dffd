import { delegate } from '../delegate.ts';

/** Says in words how good a password is while it is typed: `[data-strength=NAME]` speaks of the field with that name. */
export function sayStrength(): void {
  delegate('input', 'input[type=password]', (_event, element) => {
    const field = element as HTMLInputElement;
    const place = field.form?.querySelector<HTMLElement>(`[data-strength="${CSS.escape(field.name)}"]`);
    if (place) place.textContent = field.value ? (place.dataset[strengthOf(field.value)] ?? '') : '';
  });
}

const SHORTEST = 10;

/**
 * By length and by how many different characters there are: nothing the server would have to believe, and nothing it could contradict. Its
 * list of known passwords is too long for a page, so the words promise no more than what was counted.
 */
export function strengthOf(password: string): 'short' | 'weak' | 'good' | 'strong' {
  if (password.length < SHORTEST) return 'short';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const worth = new Set(password.toLowerCase()).size + password.length / 2 + kinds * 2;
  return worth < 15 ? 'weak' : worth < 24 ? 'good' : 'strong';
}
