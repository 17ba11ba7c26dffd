import { delegate, onPage } from '../delegate.ts';

const WAYS = '[data-passkey-ways]';
/** What makes no sense without them stays hidden with them. */
const HIDDEN = `${WAYS}, [data-passkey-form]`;
const library = () => import('@simplewebauthn/browser');

/** Forms that a passkey can answer: `button[data-passkey]` with the question in it. Without passkeys they stay hidden. */
export function offerPasskeys(): void {
  if (!window.PublicKeyCredential) return;
  onPage(() => {
    showPasskeys(document);
    void offerInField();
  });
  delegate('click', 'button[data-passkey]', (event, element) => {
    event.preventDefault();
    void answer(element as HTMLButtonElement, {});
  });
}

export function showPasskeys(place: ParentNode): void {
  if (!window.PublicKeyCredential) return;
  for (const ways of place.querySelectorAll<HTMLElement>(HIDDEN)) ways.hidden = false;
}

let offered: Element | undefined;

/** In the list that opens at the address field: the browser waits until somebody picks one. */
async function offerInField(): Promise<void> {
  const button = document.querySelector<HTMLButtonElement>('button[data-passkey-autofill]');
  if (!button || button === offered) return;
  offered = button;
  const { browserSupportsWebAuthnAutofill } = await library();
  if (await browserSupportsWebAuthnAutofill()) await answer(button, { quietly: true });
}

async function answer(button: HTMLButtonElement, { quietly = false }): Promise<void> {
  const { form } = button;
  const field = form?.querySelector<HTMLInputElement>('input[name=_passkey]');
  if (!form || !field?.form || (!quietly && !(await isNamed(form)))) return;
  const trouble = button.closest(WAYS)?.querySelector<HTMLElement>('[data-passkey-trouble]');
  if (!quietly) {
    if (trouble) trouble.hidden = true;
    button.setAttribute('aria-busy', 'true');
  }
  try {
    field.value = JSON.stringify(await ask(button, quietly));
    if (button.isConnected) form.requestSubmit(button);
  } catch {
    // Nobody is told why: they closed the window, or the device has none. In the field they may go on typing.
    if (!quietly && trouble) say(trouble);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

async function ask({ dataset }: HTMLButtonElement, quietly: boolean): Promise<unknown> {
  const { startAuthentication, startRegistration } = await library();
  const optionsJSON = JSON.parse(dataset.passkeyOptions ?? '{}');
  if (dataset.passkey === 'create') return startRegistration({ optionsJSON });
  return startAuthentication({ optionsJSON, useBrowserAutofill: quietly, verifyBrowserAutofillInput: false });
}

/** What has to be filled in first is said by the browser, before the device asks for a finger. */
const isNamed = async (form: HTMLFormElement): Promise<boolean> => {
  const wanted = form.querySelector<HTMLInputElement>('input[data-passkey-name]');
  return !wanted || wanted.reportValidity();
};

function say(trouble: HTMLElement): void {
  const words = trouble.querySelector('span');
  if (words) words.textContent = trouble.dataset.passkeyTrouble ?? '';
  trouble.hidden = false;
}
