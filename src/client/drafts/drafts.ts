import { delegate, onPage } from '../delegate.ts';
import { wasRefused } from '../forms/settle.ts';
import { fieldsIn, isDirty } from '../keep/dirty.ts';
import { contentIn, contentOf, forgetWhatWasSent, type Sent } from './elsewhere.ts';
import { collect, restore } from './form.ts';
import { forgetDraft, moveDraft, readDraft, sweepDrafts, writeDraft } from './store.ts';

const AFTER = 500;
const timers = new Map<string, number>();
/** What was in each form when its draft had come back. */
const restored = new WeakMap<HTMLFormElement, string>();
/** Forms whose draft had been sent when it came back, its answer unseen: with which words and which key. */
const unanswered = new WeakMap<EventTarget, Sent>();
const form = 'form[data-draft]';

/** Keeps what is typed into `form[data-draft=KEY]` in this browser until the form has been sent. */
export function keepDrafts(): void {
  const store = storage();
  if (!store) return;
  sweepDrafts(store, Date.now());
  onPage(() => bringBack(store));
  onPage(() => sayWhatIsLeft(store));
  for (const type of ['input', 'change'] as const)
    delegate(type, form, (_event, element) => saveSoon(store, element as HTMLFormElement));
  document.addEventListener('turbo:submit-start', ({ detail }) => {
    const { formElement, body } = detail.formSubmission;
    if (formElement.matches(`${form}:not([data-goes-on])`)) save(store, formElement, String(body.get('_once') ?? ''));
  });
  // Whether it arrived, only the server knows: sent once more as it was, it bears the key of the first time, which is taken at most once.
  document.addEventListener('formdata', ({ target, formData }) => {
    const sent = target && unanswered.get(target);
    if (sent && contentOf(target as HTMLFormElement) === sent.content) formData.set('_once', sent.key);
  });
  document.addEventListener('portico:sent', ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    unanswered.delete(target);
    forget(store, target.dataset.draft);
  });
  // Typed while the save was on its way, which is all that is left to keep.
  document.addEventListener('turbo:render', () => {
    for (const element of document.querySelectorAll<HTMLFormElement>(`${form}[data-goes-on]`))
      if (restored.has(element) && fieldsIn(element).some(isDirty)) saveSoon(store, element);
  });
  // Whoever goes back to what was saved does not want it again.
  document.addEventListener('reset', ({ target }) => {
    if (target instanceof HTMLFormElement && target.matches('[data-goes-on]')) forget(store, target.dataset.draft);
  });
  delegate('click', 'a[data-draft-to]', (_event, { dataset }) => {
    saveAll(store);
    moveDraft(store, dataset.draftFrom ?? '', dataset.draftTo ?? '', Date.now());
  });
  delegate('submit', 'form[data-clears-drafts]', () => {
    for (const timer of timers.values()) clearTimeout(timer);
    sweepDrafts(store, Date.now(), true);
  });
  window.addEventListener('pagehide', () => saveAll(store));
  forgetWhatWasSent((element) => restored.get(element));
  // As long as it is in the page: a form that has left it has lost its files.
  document.addEventListener('turbo:before-render', () => saveAll(store));
}

function bringBack(store: Storage): void {
  for (const element of document.querySelectorAll<HTMLFormElement>(form)) {
    if (restored.has(element)) continue;
    const draft = readDraft(store, element.dataset.draft ?? '', Date.now());
    if (draft) restore(element, draft);
    if (draft?.once) unanswered.set(element, { key: draft.once, content: contentIn(draft) });
    restored.set(element, contentOf(element));
  }
}

// Of a form that is no longer there: where its words can go is said beside a link that takes them along.
function sayWhatIsLeft(store: Storage): void {
  for (const note of document.querySelectorAll<HTMLElement>('[data-draft-left]'))
    note.hidden = !readDraft(store, note.dataset.draftLeft ?? '', Date.now());
}

function saveSoon(store: Storage, element: HTMLFormElement): void {
  const key = element.dataset.draft ?? '';
  clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => save(store, element), AFTER),
  );
}

function save(store: Storage, element: HTMLFormElement, once?: string): void {
  const key = element.dataset.draft ?? '';
  clearTimeout(timers.get(key));
  timers.delete(key);
  // Typed and taken back: what is saved has it all.
  if (element.matches('[data-goes-on]') && !wasRefused(element) && !fieldsIn(element).some(isDirty)) forget(store, key);
  else writeDraft(store, key, { at: Date.now(), ...collect(element), once });
}

function saveAll(store: Storage): void {
  for (const element of document.querySelectorAll<HTMLFormElement>(form))
    if (timers.has(element.dataset.draft ?? '')) save(store, element);
}

function forget(store: Storage, key: string | undefined): void {
  if (key === undefined) return;
  clearTimeout(timers.get(key));
  timers.delete(key);
  forgetDraft(store, key);
}

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
