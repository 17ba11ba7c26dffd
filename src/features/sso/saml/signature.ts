import { createHash, verify, X509Certificate } from 'node:crypto';
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { SsoRefused } from '../connection.ts';
import { all, attributeOf, type Libxml, only, textOf } from './xml.ts';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** SHA-1 is no signature any more, and an HMAC would be one with a key that everybody has. */
const SIGNATURES: Record<string, string> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': 'sha384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
};
const DIGESTS: Record<string, string> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};

const refuse = (message: string): never => {
  throw new SsoRefused('signature', message);
};

/**
 * Where signatures may stand and what they may say: on the response or on its assertion, each covering the element it stands
 * in and nothing else, in the one usual form. The assertion's own is demanded. All attacks that move signed parts around
 * need another form than this one.
 */
export function demandForm(document: XmlDocument, assertion: XmlElement): void {
  const ids = all(document, '//@*[local-name()="ID" or local-name()="Id" or local-name()="id"]').map(
    (id) => id.content,
  );
  if (new Set(ids).size < ids.length) refuse('two elements have one id');
  const signatures = all(document, '//d:Signature');
  const [onResponse, onAssertion] = [all(document.root, 'd:Signature'), all(assertion, 'd:Signature')];
  if (onAssertion.length !== 1) refuse('the assertion is not signed');
  if (onResponse.length > 1 || signatures.length !== onResponse.length + 1)
    refuse('a signature stands where none belongs');
  for (const signature of onAssertion) demandReference(signature, assertion);
  for (const signature of onResponse) demandReference(signature, document.root);
}

function demandReference(signature: XmlElement, signed: XmlElement): void {
  const info = only(signature, 'd:SignedInfo');
  if (all(signature, 'd:Object|.//d:Manifest').length > 0) refuse('a signature carries objects');
  if (algorithm(info, 'd:CanonicalizationMethod') !== EXCLUSIVE) refuse('an unusual canonical form');
  if (!SIGNATURES[algorithm(info, 'd:SignatureMethod')]) refuse(algorithm(info, 'd:SignatureMethod'));
  const reference = only(info, './/d:Reference');
  const id = attributeOf(signed, 'ID');
  if (!id || attributeOf(reference, 'URI') !== `#${id}`) refuse('a signature covers another element than its own');
  if (!DIGESTS[algorithm(reference, 'd:DigestMethod')]) refuse(algorithm(reference, 'd:DigestMethod'));
  const transforms = all(reference, 'd:Transforms/d:Transform').map((each) => attributeOf(each, 'Algorithm'));
  if (transforms.length !== 2 || transforms[0] !== ENVELOPED || transforms[1] !== EXCLUSIVE) {
    refuse('unusual transforms');
  }
}

const algorithm = (element: XmlElement, path: string): string => attributeOf(only(element, path), 'Algorithm') ?? '';

/**
 * Verifies the signature an element carries, with libxml2 and OpenSSL: the second opinion, which shares no line with the
 * first one (node-saml). Keys are those we were given when the connection was set up; what the answer itself brings along
 * (KeyInfo) is not looked at. Takes the signature out of the document.
 */
export function verifyWithLibxml(libxml: Libxml, signed: XmlElement, certificates: readonly string[]): void {
  const canonical = (element: XmlElement, transform: XmlElement): Buffer => {
    const inclusive = all(transform, 'e:InclusiveNamespaces').map((each) => attributeOf(each, 'PrefixList') ?? '');
    const prefixes = inclusive.join(' ').split(/\s+/).filter(Boolean);
    return Buffer.from(
      element.canonicalizeToString({
        mode: libxml.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
        ...(prefixes.length > 0 ? { inclusiveNamespacePrefixes: prefixes } : {}),
      }),
    );
  };
  const signature = only(signed, 'd:Signature');
  const info = only(signature, 'd:SignedInfo');
  const content = canonical(info, only(info, 'd:CanonicalizationMethod'));
  const value = Buffer.from(textOf(only(signature, 'd:SignatureValue')), 'base64');
  const hash = SIGNATURES[algorithm(info, 'd:SignatureMethod')]!;
  if (!certificates.some((one) => isSignedBy(one, { content, value, hash }))) refuse('signed by somebody else');
  const reference = only(info, 'd:Reference');
  const expected = Buffer.from(textOf(only(reference, 'd:DigestValue')), 'base64');
  const digest = DIGESTS[algorithm(reference, 'd:DigestMethod')]!;
  const transform = all(reference, 'd:Transforms/d:Transform')[1]!;
  signature.remove();
  const actual = createHash(digest).update(canonical(signed, transform)).digest();
  if (!actual.equals(expected)) refuse('changed after it was signed');
}

function isSignedBy(certificate: string, given: { content: Buffer; value: Buffer; hash: string }): boolean {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  return publicKey.asymmetricKeyType === 'rsa' && verify(given.hash, given.content, publicKey, given.value);
}
