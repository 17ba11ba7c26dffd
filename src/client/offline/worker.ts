// A service worker of one purpose: where a page would be the browser's own "no connection", it is the portal's. It keeps
// that one public page and what it needs to look right, and never anything of a signed-in reader.
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchLike extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchLike) => void): void;
  skipWaiting(): Promise<void>;
}

const worker = self as unknown as Worker;
const CACHE = 'offline';
const PAGE = '/offline';
const LOOKS = new Set<RequestDestination>(['style', 'image']);

worker.addEventListener('install', (event) => event.waitUntil(keep().then(() => worker.skipWaiting())));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(PAGE)));
  else if (LOOKS.has(request.destination)) event.respondWith(fetch(request).catch(() => kept(request)));
});

/** The page, and the style sheets and logos it names. */
async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: 'reload', credentials: 'omit' });
  if (!page.ok) return;
  const html = await page.clone().text();
  await cache.put(PAGE, page);
  const looks = [...html.matchAll(/<(?:link rel="stylesheet" href|img [^>]*?src)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  await cache.addAll(looks.map((address) => address.replaceAll('&amp;', '&')));
}

const kept = async (what: Request | string): Promise<Response> =>
  (await (await caches.open(CACHE)).match(what)) ?? Response.error();
