const MOST = 200;

/**
 * An address of the web as people write it: without a scheme it is https. Null for anything but a web address, and for one that is
 * too long as it will be kept.
 */
export function webAddress(text: string): string | null {
  if (text === '') return '';
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    if (!web || url.username || !url.hostname.includes('.')) return null;
    const kept = url.href.replace(/\/$/, '');
    return kept.length <= MOST ? kept : null;
  } catch {
    return null;
  }
}
