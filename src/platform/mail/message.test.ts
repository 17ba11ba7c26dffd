import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandSafe, headerText, isMailAddress, type Message, MessageError, parseMailbox } from './message.ts';
import { messageIdOf, threadHeaders, threadIdOf } from './threading.ts';

const message: Message = {
  messageId: '<0192f0c1-aaaa-7bbb-8ccc-000000000001@portal.northwind.studio>',
  from: { name: 'Theo Okafor via Northwind', address: 'portal@northwind.studio' },
  to: 'dana@acme.example',
  subject: 'Approve homepage design v3 by Friday',
  html: '<p>x</p>',
  text: 'x',
};

describe('demandSafe', () => {
  it('lets an ordinary message pass', () => {
    const more = {
      replyTo: 'reply+abc@northwind.studio',
      listUnsubscribe: 'https://portal.northwind.studio/preferences',
    };
    expect(() => demandSafe({ ...message, ...more, inReplyTo: '<a@b>', references: ['<a@b>'] })).not.toThrow();
  });

  it.each<[string, Partial<Message>]>([
    ['a line break in the subject', { subject: 'Hi\r\nBcc: all@evil.example' }],
    ['a bare line feed in the subject', { subject: 'Hi\nBcc: all@evil.example' }],
    ['a line separator in the subject', { subject: 'Hi\u2028Bcc: all@evil.example' }],
    ['a NUL in the subject', { subject: 'Hi\u0000' }],
    ['a line break in the sender name', { from: { name: 'A\r\nTo: b@evil.example', address: 'a@b.example' } }],
    ['a sender address with a display name', { from: { name: '', address: 'x <a@b.example>' } }],
    ['two recipients', { to: 'a@b.example, c@evil.example' }],
    ['a recipient with a line break', { to: 'a@b.example\r\nRCPT TO:<c@evil.example>' }],
    ['a recipient in brackets', { to: '<a@b.example>' }],
    ['a quoted local part', { to: '"a b"@b.example' }],
    ['letters that look like others', { to: 'аdmin@b.example' }],
    ['a reply address with a comment', { replyTo: 'a@b.example(x)' }],
    ['a message id with a line break', { messageId: '<a@b>\r\nX: y' }],
    ['a message id without brackets', { messageId: 'a@b' }],
    ['a reference with a space', { references: ['<a@b>', '<c d@e>'] }],
    ['an in-reply-to with two ids', { inReplyTo: '<a@b> <c@d>' }],
    ['an unsubscribe link that ends early', { listUnsubscribe: 'https://a.example/>, <mailto:x@evil.example' }],
    ['an unsubscribe link of another kind', { listUnsubscribe: 'javascript:alert(1)' }],
  ])('refuses %s', (_what, bad) => {
    expect(() => demandSafe({ ...message, ...bad })).toThrow(MessageError);
  });
});

describe('addresses', () => {
  it.each(['a@b.example', 'first.last+tag@sub.b-c.example', "o'neil@b.example", 'root@localhost'])(
    'takes %s',
    (address) => {
      expect(isMailAddress(address)).toBe(true);
    },
  );
  it.each([
    '',
    'a',
    '@b',
    'a@',
    'a@b..c',
    '.a@b',
    'a.@b',
    'a..b@c',
    'a@-b',
    'a@b-',
    'a b@c',
    'a@b@c',
    `${'a'.repeat(65)}@b`,
    'a@b.c\n',
  ])('refuses %j', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });
  it('reads MAIL_FROM in both spellings', () => {
    expect(parseMailbox('Portico <no-reply@localhost>')).toEqual({ name: 'Portico', address: 'no-reply@localhost' });
    expect(parseMailbox('"Northwind, Studio" <a@b.example>')).toEqual({
      name: 'Northwind, Studio',
      address: 'a@b.example',
    });
    expect(parseMailbox(' a@b.example ')).toEqual({ name: '', address: 'a@b.example' });
    expect(() => parseMailbox('nobody')).toThrow(MessageError);
  });
});

describe('headerText', () => {
  it('makes one visible line of anything typed', () => {
    expect(headerText(' Forms\r\nBcc: x \u202egnp.exe\u200b ')).toBe('Forms Bcc: x gnp.exe');
    expect(headerText('a'.repeat(300))).toBe(`${'a'.repeat(199)}…`);
  });
  it('always passes the safety check and the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
        const subject = headerText(typed, 50);
        expect(subject.length).toBeLessThanOrEqual(50);
        expect(subject.isWellFormed()).toBe(true);
        expect(() => demandSafe({ ...message, subject })).not.toThrow();
      }),
    );
  });
});

describe('threading', () => {
  it('names mails and threads by their host, without its port', () => {
    expect(messageIdOf('0192', 'Localhost:3000')).toBe('<0192@localhost>');
    expect(threadIdOf('ticket', '0193', 'portal.northwind.studio')).toBe('<ticket.0193@portal.northwind.studio>');
  });
  it('hangs a mail below the last one this person got, and remembers the start of the thread', () => {
    const root = threadIdOf('ticket', '0193', 'a.example');
    expect(threadHeaders(root)).toEqual({ inReplyTo: root, references: [root] });
    const earlier = Array.from({ length: 30 }, (_, index) => messageIdOf(String(index), 'a.example'));
    const { inReplyTo, references } = threadHeaders(root, earlier);
    expect(inReplyTo).toBe('<29@a.example>');
    expect(references).toHaveLength(11);
    expect(references[0]).toBe(root);
    expect(references.at(-1)).toBe(inReplyTo);
  });
});
