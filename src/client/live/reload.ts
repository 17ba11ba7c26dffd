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
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  return [...fields].some((field) => field.value !== field.defaultValue);
}

export {};
