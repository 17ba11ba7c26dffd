import { findAccount } from '#features/accounts/index.ts';
import { mayManageSignIn } from '#features/identity/index.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { domainOf, isPublicMailDomain } from '#platform/mail/public-domains.ts';
import { signUpDomainChanged } from './events.ts';

/** A mail domain the business vouches for. */
export interface SignUpDomain {
  id: string;
  domain: string;
  /** The customer it belongs to; null when its people make new ones. */
  account: { id: string; name: string } | null;
}

const LABEL = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A domain as it is stored, from whatever was typed of it; or why it cannot be one of the list. */
export function readDomain(typed: string): { domain: string } | { error: 'error.domain' | 'error.domain.public' } {
  const plain = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[./]+$/, '');
  if (!LABEL.test(plain)) return { error: 'error.domain' };
  return isPublicMailDomain(plain) ? { error: 'error.domain.public' } : { domain: plain };
}

export async function signUpDomains({ db, workspace }: Ctx): Promise<SignUpDomain[]> {
  const rows = await db
    .selectFrom('sign_up_domains as d')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'd.workspace_id').onRef('a.id', '=', 'd.account_id'),
    )
    .select(['d.id', 'd.domain', 'a.id as accountId', 'a.name as accountName'])
    .where('d.workspace_id', '=', workspace.id)
    .orderBy('d.domain')
    .execute();
  return rows.map(({ id, domain, accountId, accountName }) => ({
    id,
    domain,
    account: accountId && accountName ? { id: accountId, name: accountName } : null,
  }));
}

/** Whether anybody with an address in this domain may come in by it. Only the system can look. */
export async function isListed({ db, workspace }: Ctx, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_up_domains')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('domain', '=', domainOf(email))
    .executeTakeFirst();
  return row !== undefined;
}

/** `account` is a customer's id, or empty. `taken`: it is on the list already. */
export async function addDomain(ctx: CtxOf<Member>, domain: string, account: string): Promise<'added' | 'taken'> {
  demand(mayManageSignIn(ctx.actor));
  const accountId = account ? (await findAccount(ctx, account)).id : null;
  const made = await ctx.db
    .insertInto('sign_up_domains')
    .values({ workspace_id: ctx.workspace.id, id: newId(), domain, account_id: accountId, created_at: ctx.now })
    .onConflict((same) => same.columns(['workspace_id', 'domain']).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return 'taken';
  await record(ctx, signUpDomainChanged, { subjectId: ctx.workspace.id, accountId, data: { how: 'added', domain } });
  return 'added';
}

export async function removeDomain(ctx: CtxOf<Member>, id: string): Promise<string> {
  demand(mayManageSignIn(ctx.actor));
  const gone = isId(id)
    ? await ctx.db
        .deleteFrom('sign_up_domains')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .returning(['domain', 'account_id'])
        .executeTakeFirst()
    : undefined;
  if (!gone) throw notFound();
  const { domain, account_id: accountId } = gone;
  await record(ctx, signUpDomainChanged, { subjectId: ctx.workspace.id, accountId, data: { how: 'removed', domain } });
  return domain;
}
