import { rooms } from '#app/features.ts';
import { attribute } from '../client.ts';

/** Every route that takes a form, and the addresses that are its. */
export const posts = rooms
  .flatMap((room) => room.entries)
  .filter((entry) => entry.method === 'POST')
  .map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`) }));

/** The route that a form posts to, as it was registered; undefined when there is none. */
export function routeOf(form: Parameters<typeof attribute>[0]): string | undefined {
  const [path = ''] = (attribute(form, 'action') ?? '').split('?');
  return posts.find(({ pattern }) => pattern.test(path))?.path;
}
