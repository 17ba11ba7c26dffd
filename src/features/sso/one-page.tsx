import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { type Guarded, guardOf } from '#platform/http/guard.tsx';
import { accountName } from './accounts.ts';
import type { Connection } from './connection.ts';
import { type Domain, domainsOf } from './domains.ts';
import type { TestResult } from './keep-test.ts';
import { say } from './messages.ts';
import { type ReadyOwner, readyOwners } from './owners.ts';
import { type Concerned, concerned } from './requirement.ts';
import { mayGiveAll, type RoleChoice, roleLabels, rolesToGive } from './role-names.ts';
import { type GroupRole, groupRoles } from './roles.ts';
import { type Token, tokensOf } from './scim/tokens.ts';
import { testOf } from './tests.ts';
import { ConnectionPage } from './views/connection.tsx';

/** Everything the page of one connection shows. */
export interface Shown {
  ctx: CtxOf<Member>;
  guard: Guarded;
  connection: Connection;
  /** The customer's name; empty for the team's own. */
  account: string;
  domains: Domain[];
  /** As they stand in the form, and as they are. */
  groups: GroupRole[];
  storedGroups: GroupRole[];
  people: Concerned[];
  owners: ReadyOwner[];
  test: TestResult | null;
  tokens: Token[];
  /** What a provider may give, and how every role is called. */
  roles: RoleChoice[];
  labels: ReadonlyMap<string, string>;
  mayMakeToken: boolean;
  values: Record<string, string>;
  errors: Record<string, string>;
  /** What exactly was wrong with what was pasted, for somebody who knows about it. */
  detail: string;
}

type Refused = Partial<Pick<Shown, 'values' | 'errors' | 'detail' | 'groups'>>;

export async function connectionPage(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  connection: Connection,
  { values = {}, errors = {}, detail = '', groups: typed }: Refused = {},
): Promise<Response> {
  if (Object.keys(errors).length > 0) c.status(422);
  const { id, accountId } = connection;
  const [account, domains, groups, people, test, tokens, roles, labels, mayMakeToken] = await Promise.all([
    accountId ? accountName(ctx, accountId) : '',
    domainsOf(ctx, id),
    groupRoles(ctx, id),
    concerned(ctx, connection),
    testOf(ctx, connection),
    tokensOf(ctx, connection),
    rolesToGive(ctx, accountId),
    roleLabels(ctx, accountId),
    mayGiveAll(ctx, accountId),
  ]);
  const owners = accountId ? [] : await readyOwners(ctx, sha256Hex(c.var.sessionToken));
  const shown = {
    ctx,
    guard: guardOf(c, `/settings/sso/${id}`),
    connection,
    account,
    domains,
    groups: typed ?? groups,
    storedGroups: groups,
    people,
    owners,
    test,
    tokens,
    roles,
    labels,
    mayMakeToken,
  };
  const page = <ConnectionPage {...shown} values={values} errors={errors} detail={detail} />;
  const between = [{ label: say(ctx.reader, 'section'), href: '/settings/sso' }];
  return settingsPage(ctx, c, page, { section: 'sso', between, title: account || connection.name });
}
