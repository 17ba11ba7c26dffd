/** Selects that a key has just moved in, closed as they are; and what is to be done once somebody is done choosing. */
const moving = new WeakSet<EventTarget>();
const waiting = new Map<EventTarget, () => void>();

/**
 * Does something about a choice. In a closed list a key is on its way: typing "Place" passes "Plan", an arrow passes every
 * option. Such a choice counts when Enter is pressed or the list is left.
 */
export function whenChosen(choice: EventTarget | null, act: () => void): void {
  if (choice && moving.has(choice)) waiting.set(choice, act);
  else act();
}

export function watchChoosing(): void {
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement)) return;
    if (movesIn(event)) moving.add(target);
    else if (event.key === 'Enter') settle(event);
    else if (event.key === ' ' || event.altKey) moving.delete(target);
  });
  document.addEventListener('pointerdown', ({ target }) => target && moving.delete(target));
  document.addEventListener('focusout', settle);
}

const movesIn = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  !altKey && !ctrlKey && !metaKey && (/^(Arrow|Page|Home$|End$)/.test(key) || (key.length === 1 && key !== ' '));

function settle(event: Event): void {
  const { target } = event;
  if (!target) return;
  const act = waiting.get(target);
  waiting.delete(target);
  moving.delete(target);
  if (!act) return;
  // Enter has done its work: it does not open the list besides.
  if (event.type === 'keydown') event.preventDefault();
  act();
}
