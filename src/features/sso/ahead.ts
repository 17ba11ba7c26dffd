import type { Context, MiddlewareHandler } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { safeFetch } from '#platform/egress/safe-fetch.ts';
import type { Env } from '#platform/http/env.ts';
import { contextOf } from '#platform/http/scoped.ts';
import { type Connection, type OidcProvider, type SamlProvider, SsoRefused } from './connection.ts';
import { connectionById } from './connections.ts';
import { type Found, lookForRecord } from './dns.ts';
import { domainsOf } from './domains.ts';
import { discover } from './oidc/client.ts';
import { isWebAddress, readMetadata } from './saml/metadata.ts';
import { mayManage } from './setup.ts';

/** What came from the network for a form of the settings. `words`: what a person may be told when nothing good did. */
export type Ahead =
  | { provider: OidcProvider | SamlProvider; source: string | null }
  | { record: Found }
  | { problem: 'error.address' | 'error.unread' | 'error.metadata'; detail: string };

const fetched = new WeakMap<Request, Ahead>();

export const aheadOf = (c: Context<Env>): Ahead | undefined => fetched.get(c.req.raw);

const FORM = /^\/settings\/sso\/([0-9a-f-]{36})\/(?:provider|domains\/([0-9a-f-]{36})\/proof)$/;

/**
 * Two forms of the settings need an answer from the network: what a provider says of itself, and the record of a domain. It is
 * asked for before the request's transaction opens, and only for somebody who may send the form.
 */
export const aheadOfSettings: MiddlewareHandler<Env> = async (c, next) => {
  const form = c.req.method === 'POST' ? FORM.exec(c.req.path) : null;
  if (form && c.var.sessionToken) {
    const [, id = '', domainId] = form;
    const asked = await whatIsAsked(c, id, domainId);
    if (asked) fetched.set(c.req.raw, await ask(c, asked));
  }
  await next();
};

interface Asked {
  connection: Connection;
  domain?: { domain: string; secret: string } | undefined;
}

async function whatIsAsked(c: Context<Env>, id: string, domainId: string | undefined): Promise<Asked | null> {
  const scope = { workspaceId: c.var.workspace.id, tokenHash: sha256Hex(c.var.sessionToken), readOnly: true };
  return inScope(c.var.platform.pool, scope, async (db, principal) => {
    const ctx = contextOf(c, db, principal, new Set());
    const connection = mayManage(ctx) ? await connectionById(ctx, id) : undefined;
    const domains = connection && domainId ? await domainsOf(ctx, connection.id) : [];
    const domain = domains.find((each) => each.id === domainId);
    const value = !connection || (domainId && !domain) ? null : { connection, domain };
    return { value, commit: true };
  });
}

async function ask(c: Context<Env>, { connection, domain }: Asked): Promise<Ahead> {
  const { config } = c.var.platform;
  if (domain) return { record: await lookForRecord(config, domain.domain, domain.secret) };
  const source = (c.var.form.get('source') ?? '').trim();
  const pasted = connection.kind === 'saml' ? (c.var.form.get('metadata') ?? '').trim() : '';
  if (!pasted && (!isWebAddress(source) || source.length > 2_000)) return { problem: 'error.address', detail: '' };
  try {
    if (connection.kind === 'oidc') return { provider: await discover(config, source), source };
    return pasted
      ? { provider: await readMetadata(pasted), source: null }
      : { provider: await fetchMetadata(c.var.platform, source), source };
  } catch (error) {
    const detail = error instanceof SsoRefused && pasted ? error.message : '';
    c.var.platform.log.info({ err: error, request: c.var.requestId }, 'no answer from an identity provider');
    return { problem: pasted ? 'error.metadata' : 'error.unread', detail };
  }
}

export async function fetchMetadata(
  { config }: { config: Parameters<typeof safeFetch>[0] },
  source: string,
): Promise<SamlProvider> {
  const answer = await safeFetch(config, source, {
    redirects: 2,
    headers: { accept: 'application/samlmetadata+xml, */*' },
  });
  if (answer.status !== 200) throw new SsoRefused('unreadable', `the address answers ${answer.status}`);
  return readMetadata(answer.body.toString('utf8'));
}
