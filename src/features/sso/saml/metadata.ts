import { X509Certificate } from 'node:crypto';
import { type OidcProvider, type SamlProvider, SsoRefused } from '../connection.ts';
import { all, attributeOf, readXml, textOf } from './xml.ts';

const MOST_BYTES = 512 * 1024;
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const MOST_CERTIFICATES = 8;

/** What a provider's metadata says: who it is, where people sign in, and by which certificates its answers are known. */
export const readMetadata = (text: string): Promise<SamlProvider> =>
  readXml(Buffer.from(text, 'utf8'), { comments: true, mostBytes: MOST_BYTES }, (document) => {
    const [provider, ...others] = all(document, '//m:EntityDescriptor[m:IDPSSODescriptor]');
    if (!provider) throw new SsoRefused('unreadable', 'there is no identity provider in it');
    if (others.length > 0) throw new SsoRefused('unreadable', 'there are several identity providers in it');
    const services = all(provider, 'm:IDPSSODescriptor/m:SingleSignOnService');
    const service = services.find((each) => attributeOf(each, 'Binding') === REDIRECT);
    const signInUrl = service && attributeOf(service, 'Location');
    if (!signInUrl || !isWebAddress(signInUrl)) throw new SsoRefused('unreadable', 'it names no sign-in address');
    const keys = all(provider, 'm:IDPSSODescriptor/m:KeyDescriptor[not(@use) or @use="signing"]');
    const certificates = keys.flatMap((key) => all(key, './/d:X509Certificate').map(textOf)).map(certificateOf);
    if (certificates.length === 0) throw new SsoRefused('unreadable', 'it names no certificate');
    if (certificates.length > MOST_CERTIFICATES) throw new SsoRefused('unreadable', 'it names too many certificates');
    const entityId = attributeOf(provider, 'entityID') ?? '';
    if (!entityId) throw new SsoRefused('unreadable', 'it does not say whose it is');
    return { entityId, signInUrl, certificates: [...new Set(certificates)] };
  });

/** A certificate as people paste it, with or without its frame, as base64 of DER; refused when it is none. */
export function certificateOf(text: string): string {
  const plain = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  try {
    const certificate = new X509Certificate(Buffer.from(plain, 'base64'));
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw new Error('not an RSA key');
    return certificate.raw.toString('base64');
  } catch (error) {
    throw new SsoRefused('unreadable', 'a certificate that cannot be read, or has no RSA key', error);
  }
}

/** When the certificate of a provider ends that lasts longest; null where it has none, as an OpenID provider. */
export function endOf(provider: Partial<OidcProvider | SamlProvider>): Date | null {
  const certificates = 'certificates' in provider ? (provider.certificates ?? []) : [];
  const ends = certificates.map((each) => new Date(new X509Certificate(Buffer.from(each, 'base64')).validTo));
  return ends.sort((a, b) => a.getTime() - b.getTime()).at(-1) ?? null;
}

const SOON_DAYS = 30;

/** What ends before this is to be told of. */
export const soon = (now: Date): Date => new Date(now.getTime() + SOON_DAYS * 86_400_000);

export const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !new URL(text).username;
