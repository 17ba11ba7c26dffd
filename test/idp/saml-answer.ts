import { SignedXml } from 'xml-crypto';
import { provider } from './keys.ts';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** What an identity provider says. Everything can be said wrongly. */
export interface Saying {
  acs: string;
  audience: string;
  requestId: string;
  issuer?: string;
  nameId?: string;
  format?: string;
  attributes?: Record<string, string[]>;
  now?: Date;
  destination?: string;
  recipient?: string;
  /** Within the assertion. */
  confirms?: string;
  minutes?: number;
  assertionId?: string;
  status?: string;
}

const at = (date: Date, minutes = 0): string => new Date(date.getTime() + minutes * 60_000).toISOString();

export const ISSUER = 'https://idp.example/metadata';

/** An unsigned response. */
export function unsigned(saying: Saying): string {
  const { acs, audience, requestId, issuer = ISSUER, now = new Date() } = saying;
  const { nameId = 'maya', format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', minutes = 5 } = saying;
  const { attributes = {}, assertionId = `_a${crypto.randomUUID()}`, status = 'Success' } = saying;
  const said = Object.entries(attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values
        .map(
          (value) => `<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema">${value}</saml:AttributeValue>`,
        )
        .join('')}</saml:Attribute>`,
  );
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r${crypto.randomUUID()}" Version="2.0" IssueInstant="${at(now)}" Destination="${saying.destination ?? acs}" InResponseTo="${requestId}">
<saml:Issuer>${issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>
<saml:Assertion ID="${assertionId}" Version="2.0" IssueInstant="${at(now)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${format}">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${at(now, minutes)}" Recipient="${saying.recipient ?? acs}" InResponseTo="${saying.confirms ?? requestId}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(now, -1)}" NotOnOrAfter="${at(now, minutes)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(now)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${said.length > 0 ? `<saml:AttributeStatement>${said.join('')}</saml:AttributeStatement>` : ''}</saml:Assertion>
</samlp:Response>`;
}

export interface Signing {
  key?: string;
  certificate?: string;
  signature?: string;
  digest?: string;
  transforms?: string[];
  canonical?: string;
  what?: 'Assertion' | 'Response';
}

/** Signs the assertion, or the whole response, as providers do. */
export function signed(xml: string, signing: Signing = {}): string {
  const { key = provider.key, certificate = provider.certificate, what = 'Assertion' } = signing;
  const sig = new SignedXml({
    privateKey: key,
    publicCert: `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----`,
    signatureAlgorithm: (signing.signature ?? RSA_SHA256) as never,
    canonicalizationAlgorithm: (signing.canonical ?? EXCLUSIVE) as never,
    getKeyInfoContent: SignedXml.getKeyInfoContent,
  });
  const xpath = `//*[local-name(.)='${what}']`;
  sig.addReference({
    xpath,
    digestAlgorithm: (signing.digest ?? SHA256) as never,
    transforms: (signing.transforms ?? [ENVELOPED, EXCLUSIVE]) as never,
  });
  sig.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return sig.getSignedXml();
}

export const posted = (xml: string): string => Buffer.from(xml, 'utf8').toString('base64');
