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
    return typeof message === 'string' ? message : said(message, values);
  };
  const rich = (reader: Speaking, key: string, values: Record<string, RichValue>): Child[] => {
    const message = find(reader, key);
    if (typeof message === 'string') return [message];
    return [message.format<RichValue>(values as Parameters<typeof message.format<RichValue>>[0])].flat() as Child[];
  };
  return Object.assign(say, { rich, scope, messages }) as unknown as Say<En>;
}

type Compiled = string | IntlMessageFormat;

/** What was said before with the same values: a page says most of its sentences again and again. */
const sentences = new WeakMap<IntlMessageFormat, Map<string, string>>();
const MOST = 100;

function said(message: IntlMessageFormat, values: Record<string, Value> = {}): string {
  let known = sentences.get(message);
  if (!known) {
    known = new Map();
    sentences.set(message, known);
  }
  let key = '';
  for (const name in values) key += `${name}\0${typeof values[name]}\0${values[name]}\0`;
  let sentence = known.get(key);
  if (sentence === undefined) {
    sentence = String(message.format(values));
    if (known.size >= MOST) known.clear();
    known.set(key, sentence);
  }
  return sentence;
}

// Most messages are plain words; parsing is only for those with a placeholder, a tag or an escaped apostrophe.
function compile(source: string, locale: string): Compiled {
  return /[{}<]|''/.test(source) ? new IntlMessageFormat(source, locale) : source;
}
