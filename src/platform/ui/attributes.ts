/** What any kit component passes on to its element: hooks for the client (`data-*`), for assistive technology and an id. */
export interface Attributes {
  [name: `data-${string}`]: string | number | undefined;
  [name: `aria-${string}`]: string | number | undefined;
  id?: string | undefined;
}

/** A status colour. It never carries the meaning alone: give it an icon or a word. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'tinted';

/** The class attribute from its parts; leaves out what is absent, and the attribute itself when nothing is left. */
export function classes(...names: (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
