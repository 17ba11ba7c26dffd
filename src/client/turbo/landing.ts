import { delegate } from '../delegate.ts';
import { isAllKept } from '../keep/work.ts';
import { rememberFollowed, startAtFollowed } from './followed.ts';

/** What a browser does on a page load and Turbo leaves out: the root's attributes, and where the keyboard starts. */
export function watchLanding(): void {
  rememberFollowed();
  let action = 'replace';
  document.addEventListener('turbo:visit', ({ detail }) => {
    ({ action } = detail);
  });
  let spoken = document.documentElement.lang;
  document.addEventListener('turbo:before-render', ({ detail }) => {
    const page = detail.newBody.ownerDocument;
    const { lang } = page.documentElement;
    // A morph would leave the words around what is being written in the language before; what is written comes back by its draft.
    if (detail.renderMethod === 'morph' && lang !== spoken && isAllKept())
      detail.render = (now, next) => now.replaceWith(next);
    spoken = lang;
    matchRoot(page);
  });
  document.addEventListener('turbo:load', () => {
    if (action !== 'replace') start(action);
    action = 'replace';
  });
  // Within the page nothing is loaded.
  delegate('click', 'a[href*="#"]', (_event, link) => {
    const { pathname, search, hash } = link as HTMLAnchorElement;
    if (pathname === location.pathname && search === location.search && hash.length > 1) setTimeout(startAtField);
  });
}

function start(action: string): void {
  if (!(action === 'restore' && startAtFollowed()) && !startAtField()) startAtMain();
}

/** Gives <html> the attributes of `page` (theme, zone, density), keeping those that Turbo sets while it works. */
export function matchRoot(page: Document): void {
  const root = document.documentElement;
  const next = page.documentElement;
  if (next === root) return;
  for (const { name } of [...root.attributes]) {
    if (isOurs(name) && !next.hasAttribute(name)) root.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (isOurs(name)) root.setAttribute(name, value);
  }
}

function isOurs(name: string): boolean {
  return ['lang', 'dir', 'class'].includes(name) || (name.startsWith('data-') && !name.startsWith('data-turbo'));
}

// A link to a form or a field means to write there. Turbo at most gives the focus to the form, which takes no keys, and a
// field in a popover is not to be seen before that opens.
function startAtField(): boolean {
  const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const field = named?.matches('form') ? named.querySelector<HTMLElement>('textarea') : named;
  if (!field?.matches('input, textarea')) return false;
  const popover = field.closest<HTMLElement>('[popover]');
  // By its button, which is where it then stands.
  if (popover && !popover.matches(':popover-open'))
    document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(popover.id)}"]`)?.click();
  field.focus({ preventScroll: true });
  return true;
}

// After following a link the focus is on nothing and a screen reader says nothing. From the main part on it reads
// the new page, and the next Tab goes there too.
function startAtMain(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  if (!location.hash) focusMain();
}

export function focusMain(): void {
  const main = document.querySelector<HTMLElement>('main');
  if (!main) return;
  if (!main.hasAttribute('tabindex')) main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
