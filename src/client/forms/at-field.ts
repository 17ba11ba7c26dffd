/**
 * Says beside a field of a form what is wrong with it, as the server's own pages do, until it is edited. False when the form
 * has no such field or no place for it.
 */
export function sayAtField(form: HTMLFormElement, name: string, words: string): boolean {
  const control = [...form.elements].find((each) => each.getAttribute('name') === name && each.id !== '');
  const place = control?.closest('.field, .composer');
  const icon = document.querySelector<HTMLTemplateElement>('template#failed-toast')?.content.querySelector('svg');
  if (!control || !place || !icon) return false;
  const error = document.createElement('p');
  error.className = 'error';
  error.id = `${control.id}-error`;
  error.setAttribute('role', 'alert');
  document.getElementById(error.id)?.remove();
  const drawing = icon.cloneNode(true) as Element;
  drawing.classList.add('small');
  error.append(drawing, words);
  const body = control.closest('.composer-body');
  if (body) body.after(error);
  else place.append(error);
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', error.id);
  error.scrollIntoView({ block: 'nearest' });
  return true;
}
