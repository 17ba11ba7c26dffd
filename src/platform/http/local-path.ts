/** What a browser reads as the start of another host: two slashes, in any of their forms. */
const ELSEWHERE = /^\/(?:[/\\]|%2f|%5c)/i;

/** Longer than any of ours, and short enough for what proxies take of an answer's headers. */
const LONGEST = 2000;

/**
 * A path of this portal, or the fallback. Whatever a browser could read as another host (`//evil`, `/\evil`, a scheme,
 * `/.//evil` once its dots are resolved, control characters) is not a path of ours.
 */
export function localPath(given: string | undefined, fallback = '/'): string {
  if (!given || given.length > LONGEST || !given.startsWith('/')) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  if (ELSEWHERE.test(given) || /[\u0000-\u001f\u007f\\]/.test(given)) return fallback;
  try {
    const url = new URL(given, 'http://portal.invalid');
    const path = url.pathname + url.search + url.hash;
    // As an address is written, each letter that is none of ASCII's is six signs or more.
    const isOurs = url.origin === 'http://portal.invalid' && !ELSEWHERE.test(path) && path.length <= LONGEST;
    return isOurs ? path : fallback;
  } catch {
    return fallback;
  }
}
