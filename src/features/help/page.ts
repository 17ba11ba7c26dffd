import type { Child } from 'hono/jsx';
import type { Crumb } from '#platform/ui/shell.tsx';

/** A page of the help center, before it is known in which frame it stands. */
export interface HelpPage {
  /** Without the workspace's name. */
  title: string;
  /** What it is about, for search engines and link previews. */
  description: string;
  /** Its one address, a path. */
  path: string;
  /** The language of what it says. */
  lang: string;
  /** The same in other languages, itself among them. */
  alternates: readonly { lang: string; path: string }[];
  /** Every language the page can be read in, with the words that are not translated in another; the alternates unless said. */
  tongues?: readonly { lang: string; path: string }[] | undefined;
  /** The language of what is around it, where that is another. */
  around?: string | undefined;
  /** For readers with no favourite among them. */
  fallback?: string | undefined;
  crumbs: Crumb[];
  content: Child;
  /** What it hears of, where that was asked for with the rest; else the frame asks. */
  topics?: string[] | undefined;
  /** For programs (schema.org). */
  data?: object[] | undefined;
  /** When it was written and changed, for an article. */
  article?: { published: Date; changed: Date } | undefined;
  /** The news of it. */
  feed?: string | undefined;
  /** Its picture where the link is shown, a path. */
  picture?: string | undefined;
  /** Its address did not say the language. */
  negotiated?: boolean | undefined;
  /** Every language the help center is written in: no address can ask for another. */
  languages?: readonly string[] | undefined;
  /** From then on it says something else. */
  until?: Date | null | undefined;
  /** Not for search engines: an answer to a form, or a help center that they are not asked into. */
  aside?: boolean | undefined;
}
