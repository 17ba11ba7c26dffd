export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const fields = 'input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), textarea, select';

export function isField(element: Element): element is Field {
  return element.matches(fields);
}

export function fieldsIn(root: Element): Field[] {
  return [...root.querySelectorAll<Field>(fields)];
}

/** Whether someone changed the field since the server rendered it. */
export function isDirty(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return selectIsDirty(field);
  if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// A select with no option marked as selected shows its first one.
function selectIsDirty({ options, multiple, selectedIndex }: HTMLSelectElement): boolean {
  const marked = [...options].some((option) => option.defaultSelected);
  if (!marked && !multiple) return selectedIndex > 0;
  return [...options].some((option) => option.selected !== option.defaultSelected);
}
