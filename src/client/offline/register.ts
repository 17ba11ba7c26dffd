/** Keeps the portal's own page for when there is no connection. Registered once the page has done everything else. */
export function keepOfflinePage(): void {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  // An installation that is still empty has no such page.
  if (document.querySelector('meta[name=portico-offline][content=none]')) return;
  const register = () => void navigator.serviceWorker.register('/offline-worker.js').catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
