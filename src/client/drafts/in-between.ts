import { delegate } from '../delegate.ts';
import { csrfToken } from '../forms/csrf.ts';
import { isPending } from '../forms/pending.ts';
import { isSettled, wasRefused } from '../forms/settle.ts';
import { fieldsIn, isDirty } from '../keep/dirty.ts';

const EVERY_S = 20;
/** A longer text takes the server a while: it is saved when somebody asks for it. */
const MOST = 300_000;

const timers = new WeakMap<HTMLFormElement, number>();
const underWay = new WeakMap<HTMLFormElement, Promise<void>>();
/** The save that a colleague's has come after: only whoever writes can bring both together. */
const overtaken = new WeakMap<HTMLFormElement, string>();

/**
 * `form[data-in-between=ADDRESS]`, a text that goes on being written, is saved there every 20 s while somebody writes, above the save it
 * began with and no other; `data-in-between-fields` names what of it. To be called before forms are sent: one waits for a save under way.
 */
export function saveInBetween(): void {
  delegate('input', 'form[data-in-between]', (_, form) => soon(form as HTMLFormElement));
  window.addEventListener('submit', letItEnd, { capture: true });
}

function soon(form: HTMLFormElement): void {
  if (timers.has(form)) return;
  const run = () => {
    timers.delete(form);
    if (underWay.has(form)) return;
    const saving = save(form).finally(() => underWay.delete(form));
    underWay.set(form, saving);
  };
  timers.set(form, window.setTimeout(run, 1000 * Number(form.dataset.inBetweenEvery ?? EVERY_S)));
}

async function save(form: HTMLFormElement): Promise<void> {
  const revision = form.querySelector<HTMLInputElement>('input[type=hidden][name=revision]');
  const names = form.dataset.inBetweenFields?.split(' ') ?? [];
  const fields = fieldsIn(form).filter(({ name }) => names.includes(name));
  if (!revision || !form.isConnected || !fields.some(isDirty) || overtaken.get(form) === revision.value) return;
  if (isPending(form) || isSettled(form) || wasRefused(form)) return;
  const sent = new Map(fields.map((field) => [field, field.value]));
  const began = revision.value;
  const said = new URLSearchParams([['revision', began], ...fields.map(({ name, value }) => [name, value])]);
  if (`${said}`.length > MOST) return;
  const response = await fetch(form.dataset.inBetween ?? '', {
    method: 'POST',
    headers: { Accept: 'application/json', 'X-CSRF-Token': csrfToken(form) },
    body: said,
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  const answer: { revision?: number } = response?.ok ? await response.json().catch(() => ({})) : {};
  // Nobody has heard of it, or the page has another text by now.
  if (!response?.ok || revision.value !== began) return;
  if (answer.revision === undefined) return void overtaken.set(form, began);
  revision.value = String(answer.revision);
  for (const [field, value] of sent) if (!(field instanceof HTMLSelectElement)) field.defaultValue = value;
  form.dispatchEvent(new CustomEvent('portico:in-between'));
  // What was typed since is not saved; of the rest this browser need keep nothing.
  form.dispatchEvent(new Event('change', { bubbles: true }));
  if (fields.some(isDirty)) soon(form);
}

// Else it would name a save that is not the last one any more, and be brought together with itself.
function letItEnd(event: SubmitEvent): void {
  const form = event.target;
  const saving = form instanceof HTMLFormElement && underWay.get(form);
  if (!saving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  void saving.then(() => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : null));
}
