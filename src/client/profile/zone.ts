import { delegate, onPage } from '../delegate.ts';
import { csrfToken } from '../forms/csrf.ts';
import { refreshPage } from '../live/refresh.ts';
import { readerOf } from '../session/again.ts';

const offers = '[data-zone-offer]';

/** Beside the choice of a time zone: the one this device is in, when another is chosen. Who joins begins with it (`data-zone-here`). */
export function offerZone(): void {
  onPage(() => {
    for (const offer of document.querySelectorAll<HTMLElement>(offers)) show(offer);
    for (const field of document.querySelectorAll<HTMLInputElement>('[data-zone-here]')) field.value = here();
    void tellZone();
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

const TOLD = 'portico:zone';

/** A page with times of another zone than the device's: whoever chose none has those of the device from now on. Asked once in a tab. */
async function tellZone(): Promise<void> {
  const { zone, followsZone } = document.documentElement.dataset;
  const telling = `${readerOf(document)} ${here()}`;
  if (followsZone === undefined || zone === here() || sessionStorage.getItem(TOLD) === telling) return;
  sessionStorage.setItem(TOLD, telling);
  const headers = { 'X-CSRF-Token': csrfToken(document.body) };
  const body = new URLSearchParams({ zone: here() });
  const answer = await fetch('/preferences/zone', { method: 'POST', headers, body }).catch(() => undefined);
  if (answer?.ok && (await answer.json()).changed) await refreshPage();
}

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

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
