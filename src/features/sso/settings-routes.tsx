import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demandStill, HttpError, notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { asShown, rebased, WAS_FIELD } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { accountNames, accountsWithout } from './accounts.ts';
import { aheadOf } from './ahead.ts';
import type { Connection } from './connection.ts';
import { allConnections, connectionById, connectionOf, lockConnection } from './connections.ts';
import { claimDomain, domainName, domainsOf, isAnothers, proveDomain, removeDomain } from './domains.ts';
import { say } from './messages.ts';
import { connectionPage } from './one-page.tsx';
import { readyOwners } from './owners.ts';
import { isGivable, pairs, peopleForm, setPeople, shownPeople, typedPairs } from './people.ts';
import { providerOf, shownProvider } from './provider-form.ts';
import { remindThem } from './reminder.ts';
import { cameBy, endWhatBeganBy, require } from './requirement.ts';
import { roleLabels, rolesToGive } from './role-names.ts';
import { groupRoles } from './roles.ts';
import { room } from './routes.tsx';
import { beginning, enable, makeConnection, mayManage, removeConnection, setProvider } from './setup.ts';
import { testOf } from './tests.ts';
import { ListPage } from './views/list.tsx';
import { NewPage } from './views/new.tsx';
import { TestPage } from './views/test.tsx';

type Own = CtxOf<Member>;

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

/** To whom it is not shown it is not there. */
function admit(ctx: Own): void {
  if (!mayManage(ctx)) throw notFound();
}

async function connectionIn(ctx: Own, c: Context<Env>): Promise<Connection> {
  admit(ctx);
  const connection = await connectionById(ctx, c.req.param('id') ?? '');
  if (!connection) throw notFound();
  return connection;
}

/** As `connectionIn`, and nobody else changes it until this transaction is over. */
async function lockedConnection(ctx: Own, c: Context<Env>): Promise<Connection> {
  await lockConnection(ctx, (await connectionIn(ctx, c)).id);
  return connectionIn(ctx, c);
}

const at = (connection: Pick<Connection, 'id'>, step = ''): string =>
  `/settings/sso/${connection.id}${step && `#${step}`}`;

room.get('/settings/sso', 'member', async (ctx, c) => {
  admit(ctx);
  const [connections, without] = await Promise.all([allConnections(ctx), accountsWithout(ctx)]);
  const theirs = connections.map(({ accountId }) => accountId).filter((id) => id !== null);
  const names = await accountNames(ctx, theirs);
  const page = <ListPage ctx={ctx} connections={connections} names={names} more={without.length > 0} />;
  return settingsPage(ctx, c, page, { section: 'sso', title: say(ctx.reader, 'section') });
});

for (const side of ['team', 'customer'] as const) {
  room.get(`/settings/sso/new/${side}`, 'member', async (ctx, c) => {
    const kept = await keptForm(ctx, c, `/settings/sso/new/${side}`);
    return newPage(ctx, c, side, kept ? { values: firstValues(kept.fields) } : {});
  });
  room.post(`/settings/sso/new/${side}`, 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(beginning, c.var.form, speak(ctx.reader));
    const account = side === 'team' ? null : (c.var.form.get('account') ?? '');
    const free =
      account === null
        ? !(await connectionOf(ctx, null))
        : (await accountsWithout(ctx)).some(({ id }) => id === account);
    const wrong: Record<string, string> = free ? {} : { account: say(ctx.reader, 'error.customer') };
    if (!parsed.ok)
      return newPage(ctx, c, side, { values: { ...parsed.values }, errors: { ...parsed.errors, ...wrong } });
    const id = free ? await makeConnection(ctx, account, parsed.value) : null;
    if (!id) {
      if (side === 'team') throw new HttpError(409, 'there is one');
      const errors = { account: say(ctx.reader, 'error.customer') };
      return newPage(ctx, c, side, { values: { ...parsed.value, account: account ?? '' }, errors });
    }
    return c.redirect(at({ id }), 303);
  });
}

async function newPage(
  ctx: Own,
  c: Context<Env>,
  side: 'team' | 'customer',
  refused: { values?: Record<string, string>; errors?: Record<string, string> } = {},
) {
  admit(ctx);
  const existing = side === 'team' ? await connectionOf(ctx, null) : undefined;
  if (existing && !refused.errors) return c.redirect(at(existing), 303);
  if (refused.errors) c.status(422);
  const accounts = side === 'customer' ? await accountsWithout(ctx) : null;
  const page = <NewPage ctx={ctx} guard={guardOf(c)} side={side} accounts={accounts} {...refused} />;
  const between = [{ label: say(ctx.reader, 'section'), href: '/settings/sso' }];
  return settingsPage(ctx, c, page, { section: 'sso', between, title: say(ctx.reader, `new.${side}`) });
}

room.get('/settings/sso/:id', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  return connectionPage(ctx, c, connection, await keptOf(ctx, c, connection));
});

/** What was kept of the forms of the page; no two of them have a field of the same name. */
async function keptOf(ctx: Own, c: Context<Env>, connection: Connection) {
  const kept = (step: string) => keptForm(ctx, c, `/settings/sso/${connection.id}/${step}`);
  const [provider, domains, people] = [await kept('provider'), await kept('domains'), await kept('people')];
  const forms = [provider, domains, people].filter((form) => form !== null);
  const values = Object.assign({}, ...forms.map((form) => firstValues(form.fields))) as Record<string, string>;
  return { values, ...(people ? { groups: typedPairs(people) } : {}) };
}

room.post('/settings/sso/:id/provider', 'member', async (ctx, c) => {
  const connection = await lockedConnection(ctx, c);
  // An address and the name we have there belong together: of two people's the one is not put beside the other.
  const was = c.var.form.get(WAS_FIELD);
  if (was && was !== asShown(shownProvider(connection))) {
    const errors = { source: say(ctx.reader, 'error.overtaken') };
    return connectionPage(ctx, c, connection, { errors, values: firstValues(c.var.form.fields) });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const given = providerOf(connection, c.var.form, aheadOf(c));
  if (!given.ok)
    return connectionPage(ctx, c, connection, {
      errors: said(ctx.reader, given.errors),
      values: given.values,
      detail: given.detail,
    });
  await setProvider(ctx, connection, given.value);
  flash(c, say(ctx.reader, 'give.saved'));
  return c.redirect(at(connection, 'domains'), 303);
});

const said = (reader: Reader, errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([field, key]) => [field, speak(reader)(key)]));

room.post('/settings/sso/:id/domains', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const typed = c.var.form.get('domain') ?? '';
  const domain = domainName(typed);
  const taken = domain !== null && (await isAnothers(ctx, connection.id, domain));
  if (!domain || taken) {
    const errors = { domain: say(ctx.reader, taken ? 'error.domainTaken' : 'error.domain') };
    return connectionPage(ctx, c, connection, { errors, values: { domain: typed } });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await claimDomain(ctx, connection, domain);
  flash(c, say(ctx.reader, 'domains.added'));
  return c.redirect(at(connection, 'domains'), 303);
});

room.post('/settings/sso/:id/domains/:domain/proof', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const ahead = aheadOf(c);
  if (!ahead || !('record' in ahead)) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const domainId = c.req.param('domain') ?? '';
  const domains = await domainsOf(ctx, connection.id);
  const { domain } = domains.find((each) => each.id === domainId) ?? { domain: '' };
  if (ahead.record === 'there' && (await isAnothers(ctx, connection.id, domain))) {
    flash(c, say(ctx.reader, 'error.domainTaken'));
  } else if (ahead.record === 'there') {
    await proveDomain(ctx, connection, domainId, 'dns');
    flash(c, say(ctx.reader, 'domains.found', { domain }));
  } else flash(c, say(ctx.reader, ahead.record === 'missing' ? 'domains.missing' : 'domains.silent'));
  return c.redirect(at(connection, 'domains'), 303);
});

room.post('/settings/sso/:id/domains/:domain/removal', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await removeDomain(ctx, connection, c.req.param('domain') ?? '');
  flash(c, say(ctx.reader, 'domains.removed'));
  return c.redirect(at(connection, 'domains'), 303);
});

room.post('/settings/sso/:id/people', 'member', async (ctx, c) => {
  const connection = await lockedConnection(ctx, c);
  const form = rebased(c.var.form, shownPeople(connection, await groupRoles(ctx, connection.id)), pairs);
  const parsed = parseForm(peopleForm, form, speak(ctx.reader), ['group', 'role']);
  const values = firstValues(form.fields);
  const groups = typedPairs(form);
  if (!parsed.ok) return connectionPage(ctx, c, connection, { errors: parsed.errors, values, groups });
  const givable = (await rolesToGive(ctx, connection.accountId)).map(({ value }) => value);
  if (!isGivable(parsed.value, givable)) {
    return connectionPage(ctx, c, connection, {
      errors: { default_role: say(ctx.reader, 'error.role') },
      values,
      groups,
    });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  await setPeople(ctx, connection, parsed.value);
  flash(c, say(ctx.reader, 'people.saved'));
  return c.redirect(at(connection, 'people'), 303);
});

room.get('/settings/sso/:id/test', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const test = await testOf(ctx, connection);
  const labels = await roleLabels(ctx, connection.accountId);
  const page = <TestPage ctx={ctx} connection={connection} test={test} labels={labels} back={at(connection, 'test')} />;
  const between = [
    { label: say(ctx.reader, 'section'), href: '/settings/sso' },
    { label: connection.name, href: at(connection) },
  ];
  return settingsPage(ctx, c, page, { section: 'sso', between, title: say(ctx.reader, 'test.page') });
});

/** Of whom the form wants that they sign in again, read before the connection knows them no more. */
const signedOut = async (ctx: CtxOf<Member>, c: Context<Env>, connection: Connection): Promise<string[]> =>
  c.var.form.get('sign_out') === 'on' ? cameBy(ctx, connection) : [];

room.post('/settings/sso/:id/use', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const on = c.var.form.get('on') === '1';
  const came = on ? [] : await signedOut(ctx, c, connection);
  await enable(ctx, connection, on);
  await endWhatBeganBy(ctx, came);
  flash(c, say(ctx.reader, on ? 'use.enabled' : 'use.disabled', { name: connection.name }));
  return c.redirect(at(connection, 'use'), 303);
});

room.post('/settings/sso/:id/requirement', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const on = c.var.form.get('on') === '1';
  // Without an owner who gets in another way a provider that is down would shut everybody out.
  if (on && connection.accountId === null) {
    const owners = await readyOwners(ctx, sha256Hex(c.var.sessionToken));
    demandStill(owners.some(({ ready }) => ready));
  }
  await require(ctx, connection, on);
  flash(c, on ? say(ctx.reader, 'require.required', { name: connection.name }) : say(ctx.reader, 'require.optional'));
  return c.redirect(at(connection, 'require'), 303);
});

room.post('/settings/sso/:id/reminder', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  flash(c, say(ctx.reader, 'remind.done', { n: await remindThem(ctx, connection) }));
  return c.redirect(at(connection, 'require'), 303);
});

room.post('/settings/sso/:id/removal', 'member', async (ctx, c) => {
  const connection = await connectionIn(ctx, c);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const came = await signedOut(ctx, c, connection);
  await removeConnection(ctx, connection);
  await endWhatBeganBy(ctx, came);
  flash(c, say(ctx.reader, 'remove.done', { name: connection.name }));
  return c.redirect('/settings/sso', 303);
});
