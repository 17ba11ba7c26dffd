import { z } from 'zod';
import { type Entry, type Form, newForm } from './form.ts';

/** What the fields of a form hold: a list where any number of values may be chosen. */
export type Shown = Readonly<Record<string, string | readonly string[]>>;

export const WAS_FIELD = '_was';

const was = z.record(z.string(), z.array(z.string()));

const listed = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** For the hidden field of a form that says what it showed when its page was made. */
export const asShown = (shown: Shown): string =>
  JSON.stringify(Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, listed(value)])));

/**
 * A form as its writer would have sent it from the page as it is `now`: what they left as it was shown to them is as somebody else may
 * have saved it meanwhile, and what they changed is as they want it. Of a list it is what they added and took away. `together` are fields
 * that make one answer: whoever changed one of them has said all of them. A form that does not say what it showed stays as it is.
 */
export function rebased(form: Form, now: Shown, together: readonly (readonly string[])[] = []): Form {
  const shown = wasShown(form.get(WAS_FIELD));
  if (!shown) return form;
  const mine = (name: string): readonly string[] => form.all(name);
  // A field that was empty and is not sent is empty still.
  const touched = (name: string) =>
    !isSame(mine(name), shown[name] ?? []) && (mine(name).length > 0 || shown[name]?.join('') !== '');
  const next = (name: string): readonly string[] => {
    const group = together.find((names) => names.includes(name));
    if (group) return group.some(touched) ? mine(name) : listed(now[name]!);
    if (!touched(name)) return listed(now[name]!);
    if (typeof now[name] === 'string') return mine(name);
    const gone = new Set((shown[name] ?? []).filter((value) => !mine(name).includes(value)));
    return [...new Set([...now[name]!.filter((value) => !gone.has(value)), ...added(mine(name), shown[name] ?? [])])];
  };
  const entries = Object.keys(now).flatMap((name) => next(name).map((value): Entry => [name, value]));
  const others = [...form.fields].filter(([name]) => !(name in now));
  return newForm(
    [...others.flatMap(([name, all]) => all.map((value): Entry => [name, value])), ...entries],
    [...form.files],
  );
}

/** What a form says that it showed, for one that comes back by way of an address. */
export function wasShown(text: string | undefined): Record<string, string[]> | null {
  try {
    const read = was.safeParse(JSON.parse(text ?? ''));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const added = (now: readonly string[], before: readonly string[]) => now.filter((value) => !before.includes(value));

// Browsers send line ends as CRLF, and lists in the order of the page.
const isSame = (one: readonly string[], other: readonly string[]): boolean => {
  const plain = (values: readonly string[]) =>
    JSON.stringify(values.map((text) => text.replace(/\r\n?/g, '\n')).sort());
  return plain(one) === plain(other);
};
