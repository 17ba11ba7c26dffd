import type { ssoRefusals } from '#features/identity/index.ts';

/** OpenID Connect: what its discovery document says, and its keys, as they were read last. */
export interface OidcProvider {
  issuer: string;
  metadata: Record<string, unknown>;
  jwks?: { jwks: unknown; uat: number };
}

/** SAML: what its metadata says. Certificates are base64 of DER; during a change there are two. */
export interface SamlProvider {
  entityId: string;
  signInUrl: string;
  certificates: string[];
}

/** Which claim or attribute says what, when it is not one of the usual names. */
export interface Attributes {
  email?: string;
  name?: string;
  groups?: string;
}

export type Brand = 'okta' | 'entra' | 'google' | 'other';

interface Connected {
  id: string;
  /** Whose people it vouches for: null is the team. */
  accountId: string | null;
  brand: Brand;
  name: string;
  /** Issuer, or the address of the metadata; null when that was pasted. */
  source: string | null;
  clientId: string;
  /** Concealed (platform/at-rest.ts). */
  clientSecret: string | null;
  readAt: Date | null;
  problem: string | null;
  attributes: Attributes;
  defaultRole: string;
  addsPeople: boolean;
  /** The second step of the portal is asked for as well; else the provider is trusted with it. */
  secondStepHere: boolean;
  startsElsewhere: boolean;
  testedAt: Date | null;
  enabledAt: Date | null;
  requiredAt: Date | null;
  /** When the provider's last certificate ends, as far as that has been looked up. */
  endsAt: Date | null;
  /** When the owners were told that it ends. */
  endToldAt: Date | null;
  /** When people were last reminded of it. */
  remindedAt: Date | null;
}

export type OidcConnection = Connected & { kind: 'oidc'; provider: Partial<OidcProvider> };
export type SamlConnection = Connected & { kind: 'saml'; provider: Partial<SamlProvider> };
export type Connection = OidcConnection | SamlConnection;

/** By which name the provider of a connection speaks. */
export const authority = ({ kind, provider }: Connection): string | undefined =>
  kind === 'oidc' ? provider.issuer : provider.entityId;

/** Where people are sent, where the secret goes, and by which keys answers are known. */
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

const originOf = (address: unknown): string => (URL.canParse(String(address)) ? new URL(String(address)).origin : '');

/**
 * Whether what is given now is another provider than the one that was tested: by name, by where it is asked, or by what it signs with. A name alone
 * anybody can write down.
 */
export function isAnother({ provider: known }: Connection, next: OidcProvider | SamlProvider): boolean {
  if ('issuer' in next) {
    const of = ({ issuer, metadata }: Partial<OidcProvider>) =>
      [issuer, ...ENDPOINTS.map((one) => originOf(metadata?.[one]))].join(' ');
    return of(known as Partial<OidcProvider>) !== of(next);
  }
  const { entityId, signInUrl, certificates = [] } = known as Partial<SamlProvider>;
  return (
    entityId !== next.entityId ||
    originOf(signInUrl) !== originOf(next.signInUrl) ||
    !next.certificates.some((one) => certificates.includes(one))
  );
}

/**
 * Whether the secret of a connection is still that provider's when it is given anew: it is told to nobody but whom it was given for, by name,
 * client and the place it is sent to.
 */
export function keepsSecret(connection: OidcConnection, next: { provider: OidcProvider; clientId: string }): boolean {
  const goesTo = ({ metadata }: Partial<OidcProvider>) => originOf(metadata?.token_endpoint);
  const { provider, clientId, clientSecret } = connection;
  return (
    clientSecret !== null &&
    provider.issuer === next.provider.issuer &&
    clientId === next.clientId &&
    goesTo(provider) === goesTo(next.provider)
  );
}

/** What a provider has said of somebody, after every check of its signature. Nothing is believed of it beyond that. */
export interface Asserted {
  issuer: string;
  subject: string;
  email: string | null;
  /** False when the provider says that it does not know; SAML says nothing about it. */
  emailVerified: boolean;
  name: string;
  groups: string[];
  /** Everything that came, for the page that shows a test. */
  said: Record<string, string[]>;
}

/** Why somebody was not let in. */
export type Refusal = (typeof ssoRefusals)[number];

export class SsoRefused extends Error {
  override name = 'SsoRefused';
  readonly why: Refusal;

  constructor(why: Refusal, message: string, cause?: unknown) {
    super(message, { cause });
    this.why = why;
  }
}

/** Whether enough is known about the provider to send somebody there. */
export function isSetUp(connection: Connection): boolean {
  if (connection.kind === 'oidc') return Boolean(connection.provider.issuer && connection.clientId);
  const { entityId, signInUrl, certificates = [] } = connection.provider;
  return Boolean(entityId && signInUrl && certificates.length > 0);
}

/** The domain of an address in the one form it is stored in. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

export const addressesOf = (origin: string, id: string) => ({
  /** Where a provider sends the browser back to with a code. */
  callback: `${origin}/sso/${id}/callback`,
  /** Where a provider posts its assertion. */
  acs: `${origin}/sso/${id}/acs`,
  /** Who we are to a provider. */
  entityId: `${origin}/sso/${id}`,
  metadata: `${origin}/sso/${id}/metadata`,
});
