import { expect, test } from 'vitest';
import { effort } from '#test/effort.ts';
import { provider, stranger } from '#test/idp/keys.ts';
import { ISSUER, posted, type Saying, type Signing, signed, unsigned } from '#test/idp/saml-answer.ts';
import { wrappings } from '#test/idp/wrapping.ts';
import { addressesOf, SsoRefused } from '../connection.ts';
import { type Expected, verifyResponse } from './verify.ts';

const origin = 'https://portal.example';
const connectionId = '01900000-0000-7000-8000-000000000007';
const { acs, entityId } = addressesOf(origin, connectionId);
const requestId = `_${'ab'.repeat(20)}`;
const now = new Date();

const expected: Expected = {
  requestId,
  sentAt: now,
  provider: { entityId: ISSUER, signInUrl: 'https://idp.example/sso', certificates: [provider.certificate] },
  origin,
  connectionId,
  now,
};

const says = (more: Partial<Saying> = {}): string =>
  unsigned({
    acs,
    audience: entityId,
    requestId,
    now,
    nameId: 'maya@acme.example',
    attributes: { email: ['maya@acme.example'], groups: ['leads', 'design'] },
    ...more,
  });
const genuine = (more: Partial<Saying> = {}, signing: Signing = {}): string => signed(says(more), signing);
const both = (more: Partial<Saying> = {}): string => signed(genuine(more), { what: 'Response' });

const why = async (xml: string, more: Partial<Expected> = {}): Promise<string> => {
  const result = await verifyResponse(posted(xml), { ...expected, ...more }).catch((error: unknown) => error);
  if (result instanceof SsoRefused) return result.why;
  if (result instanceof Error) throw result;
  return `let in as ${(result as { subject: string }).subject}`;
};

const IN = 'let in as maya@acme.example';

test('an answer that is signed, for us, in answer to our request and fresh is believed', async () => {
  const result = await verifyResponse(posted(genuine()), expected);
  expect(result).toMatchObject({ issuer: ISSUER, subject: 'maya@acme.example' });
  expect(result.attributes).toEqual({ email: ['maya@acme.example'], groups: ['leads', 'design'] });
  expect(await why(both())).toBe(IN);
  expect(await why(genuine().replaceAll('\n', '\r\n'))).toBe(IN);
});

test('while certificates change, either of two is good, and a third is not', async () => {
  const two = { ...expected.provider, certificates: [stranger.certificate, provider.certificate] };
  expect(await why(genuine(), { provider: two })).toBe(IN);
  expect(await why(genuine({}, stranger), { provider: two })).toBe(IN);
  expect(await why(genuine({}, stranger))).toBe('signature');
});

test('TRUST 31: no signature wrapping is believed, whether the assertion is signed or the response, too', async () => {
  for (const [signedAs, xml] of Object.entries({ assertion: genuine(), both: both() })) {
    const made = Object.entries(wrappings(xml, 'owner@acme.example'));
    expect(made).toHaveLength(8);
    for (const [name, wrapped] of made) {
      expect(wrapped, name).toContain('owner@acme.example');
      expect(await why(wrapped), `${name}, ${signedAs} signed`).toMatch(/^(signature|unreadable)$/);
    }
  }
});

test('TRUST 31, control: a reader that finds a valid signature and then the first name is fooled by them', async () => {
  const { SignedXml } = await import('xml-crypto');
  const naive = (xml: string): string | undefined => {
    const signature = xml.match(/<ds:Signature.*?<\/ds:Signature>/s)?.[0] ?? '';
    const check = new SignedXml({
      publicCert: `-----BEGIN CERTIFICATE-----\n${provider.certificate}\n-----END CERTIFICATE-----`,
    });
    check.loadSignature(signature);
    return check.checkSignature(xml) ? xml.match(/<saml:NameID[^>]*>([^<]+)/)?.[1] : undefined;
  };
  expect(naive(genuine())).toBe('maya@acme.example');
  expect(naive(wrappings(genuine(), 'owner@acme.example').XSW3!)).toBe('owner@acme.example');
});

test('TRUST 31: what is not signed, or by another key or another way than agreed, is refused', async () => {
  const attacks: Record<string, string> = {
    'nothing is signed': says(),
    'the response alone is signed': signed(says(), { what: 'Response' }),
    'the attacker’s own key, with its certificate in KeyInfo': genuine({}, stranger),
    'SHA-1': genuine({}, { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
    'a digest of SHA-1': genuine({}, { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
    'canonical XML with comments': genuine(
      {},
      {
        transforms: [
          'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
          'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
        ],
      },
    ),
    'another canonical form': genuine({}, { canonical: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }),
    'changed afterwards': genuine().replace('>maya@acme.example</saml:NameID>', '>owner@acme.example</saml:NameID>'),
    'an attribute changed afterwards': genuine().replace('>leads<', '>owners<'),
    'no transforms': genuine().replace(/<ds:Transforms>.*?<\/ds:Transforms>/, ''),
    'a reference to nothing (void canonicalisation)': genuine().replace(/URI="#[^"]+"/, 'URI=""'),
    'a second reference': genuine().replace(/(<ds:Reference .*?<\/ds:Reference>)/s, '$1$1'),
    'a second SignedInfo': genuine().replace(/(<ds:SignedInfo.*?<\/ds:SignedInfo>)/s, '$1$1'),
    'a key that everybody has': genuine().replace(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    ),
  };
  for (const [what, xml] of Object.entries(attacks)) {
    expect(await why(xml), what).toMatch(/^(signature|unreadable)$/);
  }
  expect(await why(genuine())).toBe(IN);
});

test('TRUST 31: comments, document types, entities and instructions are not read at all', async () => {
  const xml = genuine();
  const typed = (type: string) => `<?xml version="1.0"?>${type}${xml}`;
  const attacks: Record<string, string> = {
    'a comment in the name': genuine({ nameId: 'maya@acme.example<!-- -->.evil.example' }),
    'a comment in the name after signing': xml.replace('maya@acme.example<', 'maya@acme<!---->.example<'),
    'a comment in the digest': xml.replace('<ds:DigestValue>', '<ds:DigestValue><!--x-->'),
    'CDATA in the name': xml.replace(
      '>maya@acme.example</saml:NameID>',
      '><![CDATA[owner@acme.example]]></saml:NameID>',
    ),
    'an instruction': xml.replace('<saml:Subject>', '<?php echo 1 ?><saml:Subject>'),
    'a document type': typed('<!DOCTYPE samlp:Response>'),
    'an external entity': typed('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>').replace('>maya@', '>&x;'),
    'an entity bomb': typed(
      `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'.replace(/./g, (c) => `<!ENTITY ${c} "${`&${String.fromCharCode(c.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`,
    ).replace('>maya@', '>&i;'),
    'an entity that nobody declared': xml.replace('>maya@', '>&x;maya@'),
    'UTF-16': Buffer.from(xml, 'utf16le').toString('latin1'),
    'a depth of ten thousand': `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`,
    'no XML': 'hello',
    nothing: ' ',
  };
  for (const [what, attack] of Object.entries(attacks)) {
    const spent = effort();
    expect(await why(attack), what).toMatch(/^(signature|unreadable)$/);
    expect(spent(), what).toBeLessThan(5_000);
  }
  expect(await why(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)).toBe(IN);
});

test('TRUST 31: two assertions, one in an advice, an encrypted one or none are refused', async () => {
  const xml = genuine();
  const assertion = xml.match(/<saml:Assertion .*<\/saml:Assertion>/s)![0];
  const other = genuine({ nameId: 'owner@acme.example' }).match(/<saml:Assertion .*<\/saml:Assertion>/s)![0];
  const attacks: Record<string, string> = {
    'two signed ones': xml.replace(assertion, other + assertion),
    'the same twice': xml.replace(assertion, assertion + assertion),
    'one in an advice': signed(
      says().replace('<saml:AuthnStatement', `<saml:Advice>${other}</saml:Advice><saml:AuthnStatement`),
    ),
    'one in the extensions': xml.replace(assertion, `<samlp:Extensions>${other}</samlp:Extensions>${assertion}`),
    'an encrypted one beside it': xml.replace(assertion, `${assertion}<saml:EncryptedAssertion/>`),
    none: xml.replace(assertion, ''),
    'two names': signed(says().replace('</saml:NameID>', '</saml:NameID><saml:NameID>owner</saml:NameID>')),
    'two subjects': signed(
      says().replace('<saml:Subject>', '<saml:Subject><saml:NameID>owner</saml:NameID></saml:Subject><saml:Subject>'),
    ),
    'a name with elements in it': genuine({ nameId: '<b xmlns="x">owner</b>' }),
  };
  for (const [what, attack] of Object.entries(attacks))
    expect(await why(attack), what).toMatch(/^(signature|unreadable)$/);
  expect(await why(xml)).toBe(IN);
});

test('TRUST 31: what was made for somebody else, for another request or another time is refused', async () => {
  const later = (minutes: number) => ({ now: new Date(now.getTime() + minutes * 60_000) });
  const refused: [string, string, string, Partial<Expected>?][] = [
    ['another audience', genuine({ audience: 'https://other.example' }), 'not-for-us'],
    ['our host, another connection', genuine({ audience: `${entityId}x` }), 'not-for-us'],
    ['another recipient', genuine({ recipient: 'https://other.example/acs' }), 'not-for-us'],
    ['another destination', genuine({ destination: 'https://other.example/acs' }), 'not-for-us'],
    ['another issuer', genuine({ issuer: 'https://evil.example' }), 'not-for-us'],
    ['another request', genuine({ requestId: `_${'cd'.repeat(20)}` }), 'not-asked'],
    ['another request within', genuine({ confirms: `_${'cd'.repeat(20)}` }), 'not-asked'],
    ['no request', genuine().replace(/ InResponseTo="[^"]+"/, ''), 'not-asked'],
    ['too late', genuine(), 'too-late', later(7)],
    ['too early', genuine(), 'too-late', later(-3)],
    ['made long ago, good for days', genuine({ minutes: 9_999 }), 'too-late', later(12)],
    ['good for ever', signed(says().replace(/ NotOnOrAfter="[^"]+"/, '')), 'too-late'],
    ['a time that is none', signed(says().replace(/ NotOnOrAfter="[^"]+"/, ' NotOnOrAfter="tomorrow"')), 'too-late'],
    [
      'without an audience',
      signed(says().replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '')),
      'not-for-us',
    ],
    ['without conditions', signed(says().replace(/<saml:Conditions.*<\/saml:Conditions>/, '')), 'unreadable'],
    ['not a bearer’s', signed(says().replace('cm:bearer', 'cm:holder-of-key')), 'unreadable'],
    ['a passing name', genuine({ format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }), 'provider'],
    ['the provider says no', genuine({ status: 'Responder' }), 'provider'],
  ];
  for (const [what, xml, reason, more] of refused) expect(await why(xml, more), what).toBe(reason);
  // Clocks differ a little.
  for (const minutes of [-0.9, 0, 4, 5.5]) expect(await why(genuine(), later(minutes)), `${minutes}`).toBe(IN);
});

test('TRUST 31, control: each half of the verifier alone would let something through', async () => {
  const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml');
  // A reader without the check of the form, without ours: it does not look at Recipient and Destination, and takes SHA-1.
  const alone = new SAML({
    callbackUrl: acs,
    issuer: entityId,
    audience: entityId,
    idpCert: provider.certificate,
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  const lax = async (xml: string) =>
    (await alone.validatePostResponseAsync({ SAMLResponse: posted(xml) })).profile?.nameID;
  for (const xml of [
    genuine({ recipient: 'https://other.example/acs' }),
    genuine({ destination: 'https://other.example/acs' }),
    genuine({}, { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
  ]) {
    expect(await lax(xml)).toBe('maya@acme.example');
    expect(await why(xml)).not.toBe(IN);
  }
});
