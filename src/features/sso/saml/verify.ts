import type { Profile } from '@node-saml/node-saml';
import { addressesOf, type SamlProvider, SsoRefused } from '../connection.ts';
import { nodeSaml, OLDEST_MS, SKEW_MS } from './node-saml.ts';
import { demandForm, verifyWithLibxml } from './signature.ts';
import { assertionIn, demandConditions, type Stated, statedIn } from './statement.ts';
import { all, readXml } from './xml.ts';

const MOST_BYTES = 256 * 1024;

/** The request we sent, who it went to, and when and where the answer came. */
export interface Expected {
  requestId: string;
  sentAt: Date;
  provider: SamlProvider;
  origin: string;
  connectionId: string;
  now: Date;
}

/** What two verifiers agree on. Its id must not be accepted again before `forgetAt`. */
export type Verified = Stated & { forgetAt: Date };

/**
 * Verifies what was posted. Two verifiers that share no code read it: libxml2, after a check of its form, and node-saml. Only
 * what both read in it is believed; what means different things to different parsers is refused.
 */
export async function verifyResponse(posted: string, expected: Expected): Promise<Verified> {
  const stated = await firstOpinion(posted, expected);
  demandAgreement(stated, await secondOpinion(posted, expected));
  return { ...stated, forgetAt: new Date(stated.issuedAt.getTime() + OLDEST_MS + 2 * SKEW_MS) };
}

/** The id of the request that an answer claims to be for, before anything in it is believed. */
export const answeredRequest = (posted: string): Promise<string | undefined> =>
  readXml(
    decodedBase64(posted),
    { comments: false, mostBytes: MOST_BYTES },
    ({ root }) => root.attr('InResponseTo')?.value || undefined,
  );

/** Buffer.from skips what is no base64: two readers could then read two documents. */
function decodedBase64(posted: string): Buffer {
  const plain = posted.replace(/[\r\n]/g, '');
  if (plain.length > MOST_BYTES * 2 || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) {
    throw new SsoRefused('unreadable', 'the answer is not base64');
  }
  return Buffer.from(plain, 'base64');
}

function firstOpinion(posted: string, expected: Expected): Promise<Stated> {
  const { provider, origin, connectionId, requestId, now } = expected;
  const { acs, entityId } = addressesOf(origin, connectionId);
  const limits = { skewMs: SKEW_MS, oldestMs: OLDEST_MS };
  return readXml(decodedBase64(posted), { comments: false, mostBytes: MOST_BYTES }, (document, libxml) => {
    const assertion = assertionIn(document);
    demandForm(document, assertion);
    const stated = statedIn(assertion);
    // The outer one first: it covers the inner one, which is taken out when it is verified.
    const signed = [...(all(document.root, 'd:Signature').length > 0 ? [document.root] : []), assertion];
    for (const element of signed) verifyWithLibxml(libxml, element, provider.certificates);
    demandConditions(document, assertion, stated, { provider, requestId, acs, entityId, now, ...limits });
    return stated;
  });
}

async function secondOpinion(posted: string, expected: Expected): Promise<Profile> {
  const sent = async (id: string) => (id === expected.requestId ? expected.sentAt.toISOString() : null);
  const cacheProvider = { saveAsync: async () => null, getAsync: sent, removeAsync: async () => null };
  try {
    const { profile } = await nodeSaml(expected, { cacheProvider }).validatePostResponseAsync({ SAMLResponse: posted });
    if (profile) return profile;
  } catch (error) {
    throw new SsoRefused('signature', `node-saml: ${error instanceof Error ? error.message : 'refused'}`, error);
  }
  throw new SsoRefused('signature', 'node-saml: nobody is named');
}

function demandAgreement(stated: Stated, profile: Profile): void {
  const theirs: [string, string[]][] = Object.entries((profile.attributes ?? {}) as Record<string, unknown>).flatMap(
    ([name, value]) => {
      const values = [value].flat();
      if (values.some((each) => typeof each === 'object' && each !== null)) return [];
      return [[name, values.map((each) => String(each ?? '').trim())]];
    },
  );
  const agreed =
    stated.subject === profile.nameID?.trim() &&
    stated.issuer === profile.issuer?.trim() &&
    JSON.stringify(sorted(Object.entries(stated.attributes))) === JSON.stringify(sorted(theirs));
  if (!agreed) throw new SsoRefused('signature', 'two readers read two different things in it');
}

const sorted = (entries: [string, string[]][]) => entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
