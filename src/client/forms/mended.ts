/** What was wrong with a field is no longer said once it is edited: whether it is right now, the next answer tells. */
export function forgetMended(): void {
  for (const type of ['input', 'change']) document.addEventListener(type, mend);
}

function mend({ target }: Event): void {
  const field = target instanceof Element ? target.closest('.field, .composer') : null;
  // A draft that is put back is not an edit.
  if (!field?.contains(document.activeElement)) return;
  const errors = field.querySelectorAll(':scope > .error[id]');
  for (const error of errors) {
    const named = error.id.replace(/-error$/, '');
    for (const control of field.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
    for (const control of document.querySelectorAll(`[aria-describedby~="${CSS.escape(error.id)}"]`))
      undescribe(control, error.id);
    error.remove();
    strikeOut(named);
  }
}

function undescribe(control: Element, id: string): void {
  const rest = (control.getAttribute('aria-describedby') ?? '').split(/\s+/).filter((each) => each !== id);
  if (rest.length > 0) control.setAttribute('aria-describedby', rest.join(' '));
  else control.removeAttribute('aria-describedby');
}

// The list above the form goes with its last entry.
function strikeOut(named: string): void {
  const entry = document.querySelector(`.notice .errors a[href="#${CSS.escape(named)}"]`)?.closest('li');
  if (!entry) return;
  if (entry.parentElement?.childElementCount === 1) entry.closest('.notice')?.remove();
  else entry.remove();
}
