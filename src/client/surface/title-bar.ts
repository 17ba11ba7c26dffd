import { onPage } from '../delegate.ts';

/** On a phone the bar at the top says what is being read once the title of the page has gone below it. */
export function nameInBar(): void {
  document.addEventListener('scroll', name, { passive: true });
  onPage(name);
}

function name(): void {
  const back = document.querySelector<HTMLElement>('.topbar-back');
  if (!back?.checkVisibility()) return;
  const title = [...document.querySelectorAll('main h1')].find((one) => one.checkVisibility());
  const gone = title && title.getBoundingClientRect().bottom < back.getBoundingClientRect().bottom;
  const said = gone ? title.textContent.trim() : '';
  if (said) back.dataset.title = said;
  else delete back.dataset.title;
}
