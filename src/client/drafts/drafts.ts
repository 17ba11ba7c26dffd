import { delegate, onPage } from '../delegate.ts';
import { isPending } from '../forms/pending.ts';
import { isSettled, keepsWords, wasRefused } from '../forms/settle.ts';
import { fieldsIn, isDirty } from '../keep/dirty.ts';
import { currentVisit } from '../turbo/visit.ts';
import { contentIn, contentOf, forgetWhatWasSent, type Sent } from './elsewhere.ts';
import { collect, hasKeptWords, isOfAnotherPage, restore } from './form.ts';
import { type Draft, findDraft, forgetDraft, moveDraft, readDraft, sweepDrafts, writeDraft } from './store.ts';
import { nameOfTab } from './tab.ts';

const AFTER = 500;
const timers = new Map<string, number>();
/** What was in each form when its draft had come back. */
const restored = new WeakMap<HTMLFormElement, string>();
/** Forms whose draft had been sent when it came back, its answer unseen: with which words and which key. */
const unanswered = new WeakMap<EventTarget, Sent>();
/** Forms that go on with what another tab keeps: where that is, and when it was changed. */
const begunElsewhere = new WeakMap<HTMLFormElement, { slot: string; at: number }>();
const form = 'form[data-draft]';
const formsHere = () => document.querySelectorAll<HTMLFormElement>(form);
/** Tells the tab whose words have gone over to this one. */
const owners = new BroadcastChannel('portico:taken');
let tab = '';
const slotOf = (key = '') => `${key}~${tab}`;

/** Keeps what is typed into `form[data-draft=KEY]` in this browser until the form has been sent: each tab its own. */
export function keepDrafts(): void {
  const store = storage();
  if (!store) return;
  tab = nameOfTab();
  sweepDrafts(store, Date.now());
  onPage(() => bringBack(store));
  onPage(() => sayWhatIsLeft(store));
  for (const type of ['input', 'change'] as const)
    delegate(type, form, (_event, element) => saveSoon(store, element as HTMLFormElement));
  document.addEventListener('turbo:submit-start', ({ detail }) => {
    const { formElement, body, submitter } = detail.formSubmission;
    const how = keepsWords(submitter) ? { kept: true, asKept: true } : { once: String(body.get('_once') ?? '') };
    if (formElement.matches(`${form}:not([data-goes-on])`)) save(store, formElement, how);
  });
  // Whether it arrived, only the server knows: sent once more as it was, it bears the key of the first time, which is taken at most once.
  document.addEventListener('formdata', ({ target, formData }) => {
    const sent = target && unanswered.get(target);
    if (sent && contentOf(target as HTMLFormElement) === sent.content) formData.set('_once', sent.key);
  });
  document.addEventListener('portico:sent', ({ target }) => {
    if (!isKept(target)) return;
    unanswered.delete(target);
    forget(store, target);
  });
  document.addEventListener('portico:kept', ({ target }) => {
    if (!isKept(target)) return;
    unanswered.delete(target);
    save(store, target);
  });
  // Typed while the save was on its way, which is all that is left to keep.
  document.addEventListener('turbo:render', () => {
    for (const element of document.querySelectorAll<HTMLFormElement>(`${form}[data-goes-on]`))
      if (restored.has(element) && fieldsIn(element).some(isDirty)) saveSoon(store, element);
  });
  // Whoever goes back to what was saved does not want it again.
  document.addEventListener('reset', ({ target }) => {
    if (isKept(target)) forget(store, target);
  });
  // Gone on with in another tab, it is no longer kept for this one, where it still stands.
  owners.addEventListener('message', ({ data }) => {
    for (const element of formsHere())
      if (slotOf(element.dataset.draft) === data && !isPending(element) && !isSettled(element)) save(store, element);
  });
  delegate('click', 'a[data-draft-to]', (_event, { dataset }) => {
    saveAll(store);
    const { draftFrom, draftTo } = dataset;
    moveDraft(store, find(store, draftFrom), find(store, draftTo), slotOf(draftTo), Date.now());
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
  for (const element of formsHere()) {
    if (restored.has(element)) continue;
    const slot = find(store, element.dataset.draft);
    const found = readDraft(store, slot, Date.now());
    const own = slot === slotOf(element.dataset.draft);
    // Another tab's stays where it is until a page comes that it is for.
    const draft = found && (own || !isOfAnotherPage(element, found)) ? found : undefined;
    if (draft && restore(element, draft) && !own) begunElsewhere.set(element, { slot, at: draft.at });
    if (draft?.once) unanswered.set(element, { key: draft.once, content: contentIn(draft) });
    restored.set(element, contentOf(element));
    if (hasKeptWords(element)) keepGivenBack(store, element, slot, found);
  }
}

// What the server has given back is a draft like anything typed, also when nobody types any more. What Turbo shows from its memory may
// have been sent or emptied since; and what this tab has kept of its own is not written over.
function keepGivenBack(store: Storage, element: HTMLFormElement, slot: string, found: Draft | undefined): void {
  const isOwn = slot === slotOf(element.dataset.draft);
  if (currentVisit()?.action === 'restore' || (found && isOwn && !found.asKept)) return;
  if (found && !isOwn && contentIn(found) === contentOf(element)) begunElsewhere.set(element, { slot, at: found.at });
  else save(store, element, { asKept: true });
}

// Of a form that is no longer there: where its words can go is said beside a link that takes them along.
function sayWhatIsLeft(store: Storage): void {
  for (const note of document.querySelectorAll<HTMLElement>('[data-draft-left]'))
    note.hidden = !readDraft(store, find(store, note.dataset.draftLeft), Date.now());
}

function saveSoon(store: Storage, element: HTMLFormElement): void {
  const key = element.dataset.draft ?? '';
  clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => save(store, element), AFTER),
  );
}

function save(store: Storage, element: HTMLFormElement, how: Partial<Draft> = {}): void {
  const key = element.dataset.draft ?? '';
  clearTimeout(timers.get(key));
  timers.delete(key);
  // Typed and taken back: what is saved has it all.
  const isAsSaved = element.matches('[data-goes-on]') && !wasRefused(element) && !fieldsIn(element).some(isDirty);
  if (isAsSaved) forgetDraft(store, slotOf(key));
  else writeDraft(store, slotOf(key), { at: Date.now(), ...collect(element), ...how });
  takeOver(store, element);
}

// From now on it is this tab's, unless somebody has gone on with it there.
function takeOver(store: Storage, element: HTMLFormElement): void {
  const begun = begunElsewhere.get(element);
  begunElsewhere.delete(element);
  if (!begun || readDraft(store, begun.slot, Date.now())?.at !== begun.at) return;
  forgetDraft(store, begun.slot);
  owners.postMessage(begun.slot);
}

function saveAll(store: Storage): void {
  for (const element of formsHere()) if (timers.has(element.dataset.draft ?? '')) save(store, element);
}

function forget(store: Storage, element: HTMLFormElement): void {
  const key = element.dataset.draft ?? '';
  clearTimeout(timers.get(key));
  timers.delete(key);
  forgetDraft(store, slotOf(key));
  takeOver(store, element);
}

const find = (store: Storage, key = ''): string => findDraft(store, key, slotOf(key), Date.now());

const isKept = (target: EventTarget | null): target is HTMLFormElement =>
  target instanceof HTMLFormElement && target.matches(form);

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
