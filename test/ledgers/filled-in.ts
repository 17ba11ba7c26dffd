import type { DefaultTreeAdapterMap } from 'parse5';
import { attribute, elements, type Fields } from '../client.ts';

type Element = DefaultTreeAdapterMap['element'];

const EXAMPLES: Record<string, (n: number) => string> = {
  email: (n) => `orchid${n}@orchid.example`,
  url: (n) => `https://orchid${n}.example/`,
  date: (n) => `2041-05-${10 + n}`,
  number: (n) => `${11 + n}`,
  text: (n) => `Orchid ${n}`,
};

/** What a browser would send of a form, with something written into each field that takes words. */
export function filledIn(form: Element): { fields: Fields; written: Map<string, string> } {
  const written = new Map<string, string>();
  const all = new Map<string, string[]>();
  const add = (name: string, value: string) => all.set(name, [...(all.get(name) ?? []), value]);
  for (const input of elements(form, 'input')) {
    const name = attribute(input, 'name');
    const type = attribute(input, 'type') ?? 'text';
    if (!name || attribute(input, 'disabled') !== undefined) continue;
    // For the browser's store of passwords, and nobody writes it.
    const given = attribute(input, 'readonly') !== undefined || attribute(input, 'autocomplete') === 'username';
    if (type === 'hidden' || given) add(name, attribute(input, 'value') ?? '');
    else if (type === 'checkbox' || type === 'radio') {
      if (attribute(input, 'checked') !== undefined) add(name, attribute(input, 'value') ?? 'on');
    } else if (EXAMPLES[type] && !/password|secret|code/i.test(name)) {
      const value = EXAMPLES[type](written.size);
      if (!written.has(name)) written.set(name, value);
      add(name, value);
    }
  }
  for (const area of elements(form, 'textarea')) {
    const name = attribute(area, 'name');
    if (!name) continue;
    written.set(name, `Orchid ${written.size}`);
    add(name, written.get(name)!);
  }
  for (const select of elements(form, 'select')) {
    const options = [...elements(select, 'option')];
    const chosen = options.find((one) => attribute(one, 'selected') !== undefined) ?? options[0];
    if (chosen) add(attribute(select, 'name') ?? '', attribute(chosen, 'value') ?? '');
  }
  return { fields: Object.fromEntries(all), written };
}
