// Under `require-trusted-types-for 'script'` Turbo, which parses the pages it fetches, works only behind a default
// policy. It passes HTML and nothing else: with no createScript and no createScriptURL the browser goes on refusing
// to turn a string into code, wherever that string came from.
interface PolicyFactory {
  defaultPolicy: unknown;
  createPolicy(name: string, rules: { createHTML(html: string): string }): unknown;
}

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
if (factory && !factory.defaultPolicy) factory.createPolicy('default', { createHTML: (html) => html });
