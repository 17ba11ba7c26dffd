import type { Child } from 'hono/jsx';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Placeholders } from './placeholders.ts';
import type { Format, Locale, Speaking } from './reader.ts';

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
  <Key extends keyof En & string>(reader: Speaking, key: Key, ...values: Values<En[Key]>): string;
  /** As children for JSX: a placeholder takes an element, and `<link>text</link>` a function from its children. */
  rich<Key extends keyof En & string>(
    reader: Speaking,
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
  const compiled: Partial<Record<Locale | Format, Map<string, Compiled>>> = {};
  const find = ({ locale, format = locale as Format }: Speaking, key: string): Compiled => {
    compiled[format] ??= new Map();
    const known = compiled[format].get(key);
    if (known) return known;
    const source: string | undefined = (messages[locale] as Messages)[key];
    if (source === undefined) throw new Error(`No message ${key} in ${scope} (${locale})`);
    const fresh = compile(source, format);
    compiled[format].set(key, fresh);
    return fresh;
  };
  const say = (reader: Speaking, key: string, values?: Record<string, Value>): string => {
    const message = find(reader, key);
    return typeof message === 'string' ? message : String(message.format(values));
  };
  const rich = (reader: Speaking, key: string, values: Record<string, RichValue>): Child[] => {
    const message = find(reader, key);
    if (typeof message === 'string') return [message];
    return [message.format<RichValue>(values as Parameters<typeof message.format<RichValue>>[0])].flat() as Child[];
  };
  return Object.assign(say, { rich, scope, messages }) as unknown as Say<En>;
}

type Compiled = string | IntlMessageFormat;

// Most messages are plain words; parsing is only for those with a placeholder, a tag or an escaped apostrophe.
function compile(source: string, locale: string): Compiled {
  return /[{}<]|''/.test(source) ? new IntlMessageFormat(source, locale) : source;
}
