/**
 * A script of its own, of `npm run dev` alone: loads a page that has no live stream anew when another build is served. What
 * somebody is just typing stays.
 */
let build = '';

setInterval(async () => {
  if (document.hidden) return;
  const response = await fetch('/dev/build').catch(() => undefined);
  if (!response?.ok) return;
  const served = await response.text();
  build ||= served;
  if (served !== build && !isWrittenOn()) location.reload();
}, 1000);

function isWrittenOn(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(isChanged);
}

// A box that nobody has ticked says "on" all the same.
const isChanged = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;

export {};
