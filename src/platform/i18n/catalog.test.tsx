import { describe, expect, it } from 'vitest';
import { catalog } from './catalog.ts';

const say = catalog('example', {
  en: {
    hello: 'Hello',
    apostrophe: "You're offline. We'll send it when you're back.",
    greeting: 'Good morning, {name}',
    replies: '{count, plural, one {# reply} other {# replies}} by {name}',
    waiting:
      '{turn, select, you {Your turn} other {{count, plural, =0 {Nothing waits} one {# thing waits} other {# things wait}} for {who}}}',
    total: '{amount, number} of {limit,number}',
    guide: 'Read <link>the guide for {name}</link> first.',
    ticket: 'Ticket #{number}',
  },
  de: {
    hello: 'Hallo',
    apostrophe: 'Sie sind offline. Wir senden es, sobald Sie zurück sind.',
    greeting: 'Guten Morgen, {name}',
    replies: '{count, plural, one {# Antwort} other {# Antworten}} von {name}',
    waiting:
      '{turn, select, you {Sie sind dran} other {{count, plural, =0 {Nichts wartet} one {# Sache wartet} other {# Sachen warten}} auf {who}}}',
    total: '{amount, number} von {limit, number}',
    guide: 'Lesen Sie zuerst <link>die Anleitung für {name}</link>.',
    ticket: 'Anfrage #{number}',
  },
});

const english = { locale: 'en' } as const;
const german = { locale: 'de' } as const;

describe('a catalog', () => {
  it('says a message in the language of the reader', () => {
    expect(say(english, 'hello')).toBe('Hello');
    expect(say(german, 'greeting', { name: 'Dana' })).toBe('Guten Morgen, Dana');
    expect(say(english, 'apostrophe')).toBe("You're offline. We'll send it when you're back.");
  });

  it('chooses the plural of the language and groups the number in it', () => {
    expect(say(english, 'replies', { count: 1, name: 'Theo' })).toBe('1 reply by Theo');
    expect(say(english, 'replies', { count: 0, name: 'Theo' })).toBe('0 replies by Theo');
    expect(say(german, 'replies', { count: 1, name: 'Theo' })).toBe('1 Antwort von Theo');
    expect(say(german, 'replies', { count: 12000, name: 'Theo' })).toBe('12.000 Antworten von Theo');
  });

  it('follows branches inside branches', () => {
    expect(say(english, 'waiting', { turn: 'you', count: 3, who: '' })).toBe('Your turn');
    expect(say(english, 'waiting', { turn: 'them', count: 0, who: 'Maya' })).toBe('Nothing waits for Maya');
    expect(say(german, 'waiting', { turn: 'them', count: 2, who: 'Maya' })).toBe('2 Sachen warten auf Maya');
  });

  it('groups numbers only where the message asks for it', () => {
    expect(say(english, 'ticket', { number: 12345 })).toBe('Ticket #12345');
    expect(say(german, 'total', { amount: 1234.5, limit: 2000 })).toBe('1.234,5 von 2.000');
  });

  it('leaves what people typed as text, never as message or markup', () => {
    expect(say(english, 'greeting', { name: '{count} <b>Dana</b> $&' })).toBe('Good morning, {count} <b>Dana</b> $&');
    const page = <p>{say(english, 'greeting', { name: '<b>Dana</b>' })}</p>;
    expect(page.toString()).toBe('<p>Good morning, &lt;b&gt;Dana&lt;/b&gt;</p>');
  });

  it('puts elements into the sentence and escapes the rest', () => {
    const page = <p>{say.rich(german, 'greeting', { name: <b>{'<Dana>'}</b> })}</p>;
    expect(page.toString()).toBe('<p>Guten Morgen, <b>&lt;Dana&gt;</b></p>');
    const guide = say.rich(english, 'guide', { name: '<i>you</i>', link: (text) => <a href="/help">{text}</a> });
    expect((<p>{guide}</p>).toString()).toBe(
      '<p>Read <a href="/help">the guide for &lt;i&gt;you&lt;/i&gt;</a> first.</p>',
    );
    expect((<p>{say.rich(english, 'hello', {})}</p>).toString()).toBe('<p>Hello</p>');
  });

  it('does not compile a call that forgets or misspells something', () => {
    // @ts-expect-error the message has a placeholder
    expect(() => say(english, 'greeting')).toThrow();
    // @ts-expect-error the placeholder is called name
    expect(() => say(english, 'greeting', { nam: 'Dana' })).toThrow();
    // @ts-expect-error the plural stands beside a name
    expect(() => say(english, 'replies', { count: 1 })).toThrow();
    // @ts-expect-error there is no such message
    expect(() => say(english, 'goodbye')).toThrow('No message goodbye in example (en)');
    // @ts-expect-error German lacks a key
    catalog('lacking', { en: { a: 'A', b: 'B' }, de: { a: 'A' } });
    // @ts-expect-error German has a key too many
    catalog('extra', { en: { a: 'A' }, de: { a: 'A', b: 'B' } });
  });

  it('takes a key chosen at run time from a family of keys', () => {
    const status = (key: 'hello' | 'apostrophe') => say(english, key);
    expect(status('hello')).toBe('Hello');
  });
});
