import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { SsoRefused } from '../connection.ts';
import { all, attributeOf, NS, only, textOf } from './xml.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** What an assertion says, as read by libxml2. */
export interface Stated {
  assertionId: string;
  issuer: string;
  subject: string;
  attributes: Record<string, string[]>;
  issuedAt: Date;
}

export interface Conditions {
  provider: { entityId: string };
  requestId: string;
  acs: string;
  entityId: string;
  now: Date;
  skewMs: number;
  oldestMs: number;
}

const notForUs = (what: string): never => {
  throw new SsoRefused('not-for-us', what);
};
const tooLate = (what: string): never => {
  throw new SsoRefused('too-late', what);
};

/** The one assertion of a response that says it went well. */
export function assertionIn(document: XmlDocument): XmlElement {
  const { root } = document;
  if (root.name !== 'Response' || root.namespaceUri !== NS.p)
    throw new SsoRefused('unreadable', `it is a ${root.name}`);
  const status = attributeOf(only(document, '/p:Response/p:Status/p:StatusCode'), 'Value');
  if (status !== SUCCESS) throw new SsoRefused('provider', `the provider says ${status?.split(':').pop()}`);
  if (all(document, '//a:EncryptedAssertion|//a:EncryptedID|//a:EncryptedAttribute').length > 0) {
    throw new SsoRefused('unreadable', 'it is encrypted');
  }
  const assertion = only(document, '//a:Assertion');
  if (!assertion.parent?.isSameNode(root)) throw new SsoRefused('signature', 'the assertion stands in an odd place');
  return assertion;
}

export function statedIn(assertion: XmlElement): Stated {
  const name = only(assertion, 'a:Subject/a:NameID');
  // Another one each time: nobody could be recognised by it.
  if (attributeOf(name, 'Format') === TRANSIENT) throw new SsoRefused('provider', 'the NameID is a transient one');
  const attributes: Record<string, string[]> = Object.create(null);
  for (const attribute of all(assertion, 'a:AttributeStatement/a:Attribute')) {
    const values = all(attribute, 'a:AttributeValue');
    const plain = values.every((value) => all(value, '*').length === 0);
    if (values.length > 0 && plain) attributes[attributeOf(attribute, 'Name') ?? ''] = values.map(textOf);
  }
  return {
    assertionId: attributeOf(assertion, 'ID') ?? '',
    issuer: textOf(only(assertion, 'a:Issuer')),
    subject: textOf(name),
    attributes: { ...attributes },
    issuedAt: moment(attributeOf(assertion, 'IssueInstant')) ?? tooLate('it does not say when it was made'),
  };
}

/** Whether it was made for us, in answer to this request, and now. */
export function demandConditions(
  document: XmlDocument,
  assertion: XmlElement,
  stated: Stated,
  wanted: Conditions,
): void {
  const { root } = document;
  const destination = attributeOf(root, 'Destination');
  if (destination !== undefined && destination !== wanted.acs) notForUs(`Destination ${destination}`);
  if (attributeOf(root, 'InResponseTo') !== wanted.requestId) throw new SsoRefused('not-asked', 'InResponseTo');
  const issuers = [...all(root, 'a:Issuer').map(textOf), stated.issuer];
  for (const issuer of issuers) if (issuer !== wanted.provider.entityId) notForUs(`issuer ${issuer}`);
  if (attributeOf(assertion, 'Version') !== '2.0' || !stated.subject) throw new SsoRefused('unreadable', 'no subject');
  demandConfirmation(assertion, wanted);
  const conditions = only(assertion, 'a:Conditions');
  demandTime(conditions, wanted);
  const restrictions = all(conditions, 'a:AudienceRestriction');
  const ours = (restriction: XmlElement) =>
    all(restriction, 'a:Audience').some((one) => textOf(one) === wanted.entityId);
  if (restrictions.length === 0 || !restrictions.every(ours)) notForUs('another audience');
  const age = wanted.now.getTime() - stated.issuedAt.getTime();
  if (age > wanted.oldestMs + wanted.skewMs || age < -wanted.skewMs)
    tooLate(`made at ${stated.issuedAt.toISOString()}`);
  if (all(assertion, 'a:AuthnStatement').length === 0) throw new SsoRefused('unreadable', 'nobody signed in');
}

function demandConfirmation(assertion: XmlElement, wanted: Conditions): void {
  const confirmation = only(assertion, 'a:Subject/a:SubjectConfirmation');
  if (attributeOf(confirmation, 'Method') !== BEARER) throw new SsoRefused('unreadable', 'not a bearer’s');
  const data = only(confirmation, 'a:SubjectConfirmationData');
  const recipient = attributeOf(data, 'Recipient');
  if (recipient !== wanted.acs) notForUs(`Recipient ${recipient}`);
  if (attributeOf(data, 'InResponseTo') !== wanted.requestId) throw new SsoRefused('not-asked', 'InResponseTo within');
  if (!attributeOf(data, 'NotOnOrAfter')) tooLate('good for ever');
  demandTime(data, wanted);
}

function demandTime(element: XmlElement, { now, skewMs }: Conditions): void {
  const [from, until] = ['NotBefore', 'NotOnOrAfter'].map((name) => {
    const given = attributeOf(element, name);
    return given === undefined ? undefined : (moment(given) ?? tooLate(`${name} ${given}`));
  });
  if (from && from.getTime() - skewMs > now.getTime()) tooLate(`not before ${from.toISOString()}`);
  if (until && until.getTime() + skewMs <= now.getTime()) tooLate(`not after ${until.toISOString()}`);
}

function moment(text: string | undefined): Date | undefined {
  // SAML's times are in UTC.
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
