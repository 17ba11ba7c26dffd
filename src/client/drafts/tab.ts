const NAME = 'portico:tab';

/**
 * What this tab is called, also by the page that comes next in it. Written down only while nobody looks at it: a duplicate, which begins with
 * all that is written down, is a tab of its own.
 */
export function nameOfTab(): string {
  const tab = sessionStorage.getItem(NAME) || Math.random().toString(36).slice(2);
  const tell = () => sessionStorage.setItem(NAME, document.hidden ? tab : '');
  tell();
  document.addEventListener('visibilitychange', tell);
  return tab;
}
