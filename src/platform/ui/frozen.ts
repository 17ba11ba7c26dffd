import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

const MOST = 2_000;
const kept = new Map<string, string>();

/**
 * A piece of page that is the same for everybody who shares `key`, rendered once. For what stands on every page and
 * depends on nothing but language or name; never for anything a person wrote or only one reader may see.
 */
export function frozen(key: string, render: () => Child): ReturnType<typeof raw> {
  let html = kept.get(key);
  if (html === undefined) {
    html = String(render());
    if (kept.size >= MOST) kept.clear();
    kept.set(key, html);
  }
  return raw(html);
}
