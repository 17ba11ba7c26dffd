import { delegate, onPage } from '../delegate.ts';

const palette = () => import('./palette.ts');

/**
 * The command palette: `a[data-palette]` leads to the page of the search, and where scripts run opens it over this page. Options are
 * links, so a new tab, a copied address and Turbo work as everywhere; the focus stays in the field, as a combobox has it.
 */
export function openPalette(): void {
  delegate('click', 'a[data-palette]', (event) => {
    const dialog = document.getElementById('palette') as HTMLDialogElement | null;
    if (!dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) open(dialog);
  });
  // There the palette's own measure is taken of the results as well.
  onPage(() => {
    if (document.querySelector('[data-searched]')) void palette().catch(() => undefined);
  });
}

function open(dialog: HTMLDialogElement): void {
  const field = document.getElementById('palette-input') as HTMLInputElement | null;
  if (field) field.value = '';
  dialog.showModal();
  field?.focus();
  // If the rest does not come, Enter leads to the page of the search.
  palette().then(
    ({ ask }) => ask(),
    () => undefined,
  );
}
