import { raw } from 'hono/html';

/** What a page says to programs (schema.org, JSON-LD). No script: a browser runs nothing of it, so the policy need not allow it. */
export function LinkedData({ of }: { of: object }) {
  // "<" would end the element, "&" is text here and stays.
  const text = JSON.stringify(of).replaceAll('<', '\\u003c');
  return <script type="application/ld+json">{raw(text)}</script>;
}
