// Browsers allow six connections to a host over HTTP/1.1, for all their tabs together. Two are left for pages and forms.
const MOST = 4;

/** Over HTTP/2 and later one connection carries them all. */
const isShared = (): boolean => {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return /^h[23]/.test(page?.nextHopProtocol ?? '');
};

/**
 * Sees to it that the pages of one browser never hold more than four streams: each says when it opens and closes its own, and
 * `leave` is called when this one's place is needed, at once in a tab that is hidden. Every browser has the channel, also
 * where there is no TLS; locks it has only with it.
 */
export function takingTurns(leave: () => void): (holds: boolean) => void {
  if (isShared()) return () => undefined;
  const own = Math.random();
  const channel = new BroadcastChannel('portico-live');
  const newer = new Set<number>();
  channel.onmessage = ({ data: [other, holds] }: MessageEvent<[number, boolean]>) => {
    if (!holds) newer.delete(other);
    else if (document.hidden || newer.add(other).size >= MOST) leave();
  };
  return (holds) => {
    newer.clear();
    channel.postMessage([own, holds]);
  };
}
