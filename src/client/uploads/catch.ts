/**
 * Calls `take` with files that reach `zone` by its file input, by dropping or by pasting, the latter two anywhere in
 * its form. The input is emptied, so that the form carries ids instead of a second copy. Returns the way to stop.
 */
export function catchFiles(zone: HTMLElement, take: (files: File[]) => void): () => void {
  const area = zone.closest('form') ?? zone;
  const ends = new AbortController();
  const { signal } = ends;

  zone.addEventListener(
    'change',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      take([...(target.files ?? [])]);
      target.value = '';
    },
    { signal },
  );
  area.addEventListener(
    'paste',
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // A copied table carries a picture of itself besides its text; people who paste text want the text.
      if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      event.stopPropagation();
      take(files);
    },
    { signal, capture: true },
  );
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
    area.addEventListener(type, (event) => drag(event, zone, take), { signal, capture: true });
  // A file dropped beside the zone would replace the page, and with it the form.
  for (const type of ['dragover', 'drop'] as const)
    window.addEventListener(type, (event) => carriesFiles(event) && event.preventDefault(), { signal });
  return () => ends.abort();
}

function drag(event: DragEvent, zone: HTMLElement, take: (files: File[]) => void): void {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.stopPropagation();
  zone.toggleAttribute('data-dragging', event.type === 'dragenter' || event.type === 'dragover');
  if (event.type === 'drop') take([...(event.dataTransfer?.files ?? [])]);
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
