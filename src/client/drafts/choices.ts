import { isDirty } from '../keep/dirty.ts';

const boxes = 'input:is([type=radio], [type=checkbox])[name]:not(:disabled, [data-draft-skip])';

const boxesOf = (form: HTMLFormElement): HTMLInputElement[] =>
  [...form.elements].filter((field): field is HTMLInputElement => field.matches(boxes));

/** What is chosen and ticked in a form: part of what somebody wrote, as who is to see it is. */
export function choicesOf(form: HTMLFormElement): Record<string, string[]> {
  const choices: Record<string, string[]> = {};
  for (const { name, value, checked } of boxesOf(form)) {
    choices[name] ??= [];
    if (checked) choices[name].push(value);
  }
  return choices;
}

/** Chooses it again where nobody has chosen since; says whether anything changed by it. */
export function choose(form: HTMLFormElement, choices: Readonly<Record<string, string[]>>): boolean {
  const all = boxesOf(form);
  const touched = new Set(all.filter(isDirty).map(({ name }) => name));
  let changed = false;
  for (const box of all) {
    const kept = choices[box.name];
    if (!kept || touched.has(box.name) || box.checked === kept.includes(box.value)) continue;
    // One of several is chosen by choosing it, never by taking the other away.
    if (box.type === 'radio' && box.checked) continue;
    box.checked = !box.checked;
    changed = true;
    box.dispatchEvent(new CustomEvent('portico:filled', { bubbles: true }));
  }
  return changed;
}
