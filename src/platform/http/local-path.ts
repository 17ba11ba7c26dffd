/**
 * A path of this portal, or the fallback. Whatever a browser could read as another host (`//evil`, `/\evil`, a scheme,
 * control characters, their encoded forms at the start) is not a path of ours.
 */
export function localPath(given: string | undefined, fallback = '/'): string {
  if (!given || given.length > 2000 || !given.startsWith('/')) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  if (/^\/(?:[/\\]|%2f|%5c)/i.test(given) || /[\u0000-\u001f\u007f\\]/.test(given)) return fallback;
  try {
    const url = new URL(given, 'http://portal.invalid');
    return url.origin === 'http://portal.invalid' ? url.pathname + url.search + url.hash : fallback;
  } catch {
    return fallback;
  }
}
