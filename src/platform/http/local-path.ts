/** What a browser reads as the start of another host: two slashes, in any of their forms. */
const ELSEWHERE = /^\/(?:[/\\]|%2f|%5c)/i;

/**
 * A path of this portal, or the fallback. Whatever a browser could read as another host (`//evil`, `/\evil`, a scheme,
 * `/.//evil` once its dots are resolved, control characters) is not a path of ours.
 */
export function localPath(given: string | undefined, fallback = '/'): string {
  if (!given || given.length > 2000 || !given.startsWith('/')) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  if (ELSEWHERE.test(given) || /[\u0000-\u001f\u007f\\]/.test(given)) return fallback;
  try {
    const url = new URL(given, 'http://portal.invalid');
    const path = url.pathname + url.search + url.hash;
    return url.origin === 'http://portal.invalid' && !ELSEWHERE.test(path) ? path : fallback;
  } catch {
    return fallback;
  }
}
