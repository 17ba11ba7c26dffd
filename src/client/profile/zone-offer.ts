import { delegate, onPage } from '../delegate.ts';
import { here } from './here.ts';

const offers = '[data-zone-offer]';

/** Beside the choice of a time zone: the one this device is in, when another is chosen. Who joins begins with it (`data-zone-here`). */
export function offerZone(): void {
  onPage(() => {
    for (const offer of document.querySelectorAll<HTMLElement>(offers)) show(offer);
    for (const field of document.querySelectorAll<HTMLInputElement>('[data-zone-here]')) field.value = here();
  });
  delegate('change', 'select[name=zone]', (_event, select) => {
    const offer = select.closest('.field')?.querySelector<HTMLElement>(offers);
    if (offer) show(offer);
  });
  delegate('click', `${offers} button`, (_event, button) => {
    const select = selectBeside(button);
    if (!select) return;
    select.value = '';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    select.focus();
  });
}

const selectBeside = (element: HTMLElement) =>
  element.closest('.field')?.querySelector<HTMLSelectElement>('select[name=zone]');

/** Browsers do not agree on whether it is Kolkata or Calcutta. */
const optionOf = (select: HTMLSelectElement) =>
  [...select.options].find(({ value, dataset }) => value === here() || dataset.today === here());

function show(offer: HTMLElement): void {
  const select = selectBeside(offer);
  const option = select && optionOf(select);
  offer.hidden = !option || option.selected || select?.value === '';
  const words = offer.querySelector('span');
  if (words && option) words.textContent = (offer.dataset.zoneOffer ?? '').replace('{zone}', option.text);
}
