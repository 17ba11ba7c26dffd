/** Shows the article behind a link over the form, which stays as it is. What cannot be loaded says so. */
export async function readAnswer(link: HTMLAnchorElement, token: string): Promise<void> {
  const dialog = document.getElementById('answer');
  if (!(dialog instanceof HTMLDialogElement)) return;
  const part = (name: string) => dialog.querySelector<HTMLElement>(`[data-part=${name}]`);
  const [text, trouble] = [part('text'), part('trouble')];
  const solved = part('solved') as HTMLButtonElement | null;
  if (!text || !trouble || !solved) return;
  dialog.querySelector('h2')!.textContent = link.textContent?.trim() ?? '';
  text.replaceChildren();
  trouble.hidden = true;
  solved.hidden = true;
  solved.value = link.dataset.answer ?? '';
  dialog.showModal();
  const page = await load(link.href);
  const fresh = page?.getElementById('answer-text');
  trouble.hidden = Boolean(fresh);
  if (!fresh) return;
  fresh.removeAttribute('id');
  // Links in it would lead away from what is being written.
  for (const away of fresh.querySelectorAll<HTMLAnchorElement>('a[href]:not([href^="#"])')) {
    away.target = '_blank';
    away.rel = 'noopener';
  }
  text.replaceChildren(document.importNode(fresh, true));
  text.scrollTop = 0;
  solved.hidden = false;
  fetch(`${link.href}/reading`, { method: 'POST', headers: { 'X-CSRF-Token': token }, keepalive: true }).catch(
    () => {},
  );
}

/** Back leads out of the article, and not out of the form below it. */
export function leaveByBack(): void {
  window.navigation?.addEventListener('navigate', (event) => {
    const dialog = document.querySelector<HTMLDialogElement>('#answer[open]');
    if (!dialog || event.navigationType !== 'traverse' || !event.cancelable) return;
    event.preventDefault();
    dialog.close();
  });
}

async function load(address: string): Promise<Document | undefined> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) return undefined;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}
