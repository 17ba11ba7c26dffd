import { onPage } from '../delegate.ts';
import { csrfToken } from '../forms/csrf.ts';
import { refreshPage } from '../live/refresh.ts';
import { readerOf } from '../session/again.ts';
import { here } from './here.ts';

export const followZone = (): void => onPage(() => void tellZone());

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
