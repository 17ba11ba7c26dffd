// Under `require-trusted-types-for 'script'` Turbo, which parses the pages it fetches, works only behind a default
// policy. It passes HTML, and the one address of our service worker: the browser goes on refusing to turn any other
// string into code, wherever that string came from.
interface PolicyFactory {
  defaultPolicy: unknown;
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string; createScriptURL(url: string): string | null },
  ): unknown;
}

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
if (factory && !factory.defaultPolicy) {
  const createScriptURL = (url: string) => (url === '/offline-worker.js' ? url : null);
  factory.createPolicy('default', { createHTML: (html) => html, createScriptURL });
}
