import type { Child } from 'hono/jsx';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Placeholders } from './placeholders.ts';
import type { Locale } from './reader.ts';

type Messages = Readonly<Record<string, string>>;
type Value = string | number | bigint;
type RichValue = Child | ((text: Child[]) => Child);

type Values<Message extends string> = [Placeholders<Message>] extends [never]
  ? [values?: Record<string, Value>]
  : string extends Message
    ? [values?: Record<string, Value>]
    : [values: Record<Placeholders<Message>, Value>];

/** The messages of one feature, and the way to say them. `scope` and `messages` are there for the message check. */
export interface Say<En extends Messages> {
  /**
   * The message in the reader's language, as plain text. Numbers in a bare `{n}` appear as they are (ticket numbers);
   * write `{n, number}` or a plural for grouping. Throws when a placeholder has no value.
   */
  <Key extends keyof En & string>(reader: { locale: Locale }, key: Key, ...values: Values<En[Key]>): string;
  /** As children for JSX: a placeholder takes an element, and `<link>text</link>` a function from its children. */
  rich<Key extends keyof En & string>(
    reader: { locale: Locale },
    key: Key,
    values: Record<Placeholders<En[Key]>, RichValue> & Record<string, RichValue>,
  ): Child[];
  readonly scope: string;
  readonly messages: Readonly<Record<Locale, Messages>>;
}

/** A catalog of ICU messages; German must have exactly the keys of English, or it does not compile. */
export function catalog<const En extends Messages>(
  scope: string,
  messages: { en: En; de: Record<NoInfer<keyof En>, string> },
): Say<En> {
  const compiled: Record<Locale, Map<string, Compiled>> = { en: new Map(), de: new Map() };
  const find = (locale: Locale, key: string): Compiled => {
    const known = compiled[locale].get(key);
    if (known) return known;
    const source: string | undefined = (messages[locale] as Messages)[key];
    if (source === undefined) throw new Error(`No message ${key} in ${scope} (${locale})`);
    const fresh = compile(source, locale);
    compiled[locale].set(key, fresh);
    return fresh;
  };
  const say = (reader: { locale: Locale }, key: string, values?: Record<string, Value>): string => {
    const message = find(reader.locale, key);
    return typeof message === 'string' ? message : String(message.format(values));
  };
  const rich = (reader: { locale: Locale }, key: string, values: Record<string, RichValue>): Child[] => {
    const message = find(reader.locale, key);
    if (typeof message === 'string') return [message];
    return [message.format<RichValue>(values as Parameters<typeof message.format<RichValue>>[0])].flat() as Child[];
  };
  return Object.assign(say, { rich, scope, messages }) as unknown as Say<En>;
}

type Compiled = string | IntlMessageFormat;

// Most messages are plain words; parsing is only for those with a placeholder, a tag or an escaped apostrophe.
function compile(source: string, locale: Locale): Compiled {
  return /[{}<]|''/.test(source) ? new IntlMessageFormat(source, locale) : source;
}
