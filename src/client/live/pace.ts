export interface Pace {
  settle: number;
  gap: number;
}

/**
 * Turns many wishes into few runs: waits `settle` ms for more to come, never starts within `gap` ms of the last start,
 * never runs twice at once, and runs again when a wish arrived meanwhile.
 */
export function paced(run: () => Promise<void>, { settle, gap }: Pace): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = Number.NEGATIVE_INFINITY;
  let running = false;
  let again = false;

  function ask(): void {
    if (running) again = true;
    else if (timer === undefined) timer = setTimeout(go, Math.max(settle, started + gap - Date.now()));
  }

  async function go(): Promise<void> {
    timer = undefined;
    started = Date.now();
    running = true;
    await run().catch(console.error);
    running = false;
    if (again) {
      again = false;
      ask();
    }
  }

  return ask;
}
