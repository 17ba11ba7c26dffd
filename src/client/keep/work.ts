import { isPending } from '../forms/pending.ts';
import { isSettled, wasRefused } from '../forms/settle.ts';
import { fieldsIn, isDirty } from './dirty.ts';

/** Whether somebody is at work in `part`: the caret is in it, something is typed, uploaded, refused or on its way. */
export function hasWork(part: Element): boolean {
  const form = part.closest('form') ?? part.querySelector('form');
  if (form && isSettled(form)) return false;
  if (part.contains(document.activeElement)) return true;
  if (form && (isPending(form) || wasRefused(form))) return true;
  return part.querySelector('input[name=upload], [data-uploading]') !== null || fieldsIn(part).some(isDirty);
}

/** Whether the page shows what no page will show again (`<Page once>`). */
export function isShownOnce(): boolean {
  return document.querySelector('[data-once]') !== null;
}

/** Whether loading the page anew would lose anything that was done on it. */
export function pageHasWork(): boolean {
  return [...document.querySelectorAll('[data-keep], form')].some(hasWork);
}

/** Whether all that is being done on the page is kept as a draft, and comes back in another page. */
export function isAllKept(): boolean {
  const kept = 'form[data-draft]:not(:has([data-uploading]))';
  return [...document.querySelectorAll('[data-keep], form')].every(
    (part) => part.closest(kept) !== null || !hasWork(part),
  );
}
