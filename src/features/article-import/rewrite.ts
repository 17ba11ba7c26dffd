import { Parser } from 'htmlparser2';

export interface Rewriting {
  link(href: string): string | null;
  picture(src: string): string | null;
  /** A frame, a player or what else shows something from elsewhere: it stands where it stood. */
  frame(address: string): void;
}

const attribute = (name: string, value: string) =>
  ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;

const FRAMES = new Set(['iframe', 'video', 'audio', 'embed', 'object']);

/** Writes links and pictures of anybody's HTML anew where they stand, and leaves all else for the cleaning. Null takes the address away. */
export function rewritten(html: string, to: Rewriting): string {
  const pieces: string[] = [];
  let from = 0;
  const put = (written: string) => {
    pieces.push(html.slice(from, parser.startIndex), written);
    from = parser.endIndex + 1;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      const embedded = attributes['data-embed'];
      if (FRAMES.has(name) || embedded !== undefined)
        to.frame((embedded ?? attributes.src ?? attributes.data ?? '').trim());
      else if (name === 'a' && attributes.href !== undefined) {
        const href = to.link(attributes.href.trim());
        put(href === null ? '<a>' : `<a${attribute('href', href)}>`);
      } else if (name === 'img') {
        const src = to.picture((attributes.src ?? '').trim());
        const rest = ['alt', 'width', 'height'].flatMap((one) =>
          attributes[one] === undefined ? [] : [attribute(one, attributes[one])],
        );
        put(`<img${src === null ? '' : attribute('src', src)}${rest.join('')}>`);
      }
    },
  });
  parser.end(html);
  pieces.push(html.slice(from));
  return pieces.join('');
}

/** Every picture that a text names, each once, in order. */
export function picturesNamed(html: string): string[] {
  const all = new Set<string>();
  if (/<img\b/i.test(html))
    new Parser({
      onopentag(name, { src }) {
        if (name === 'img' && src) all.add(src.trim());
      },
    }).end(html);
  return [...all];
}
