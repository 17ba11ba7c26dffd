import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import { alone } from '#platform/db/turns.ts';
import { type Flag, flagsIn } from '#platform/flags.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { rebased, type Shown } from '#platform/http/rebased.ts';
import { createRoom } from '#platform/http/room.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Page } from '#platform/ui/page.tsx';
import { mayChooseFor, mayChooseOwn, mayChooseUsual } from './access.ts';
import { accountNamed } from './account.ts';
import { changeAt, changeUsual } from './change.ts';
import { say } from './messages.ts';
import { type Rule, ruleAt, ruleFields, ruleOfForm, usualRule } from './rule.ts';
import { ruleInWords } from './rule-in-words.ts';
import type { Chosen } from './views/rule-form.tsx';
import { LeaveItToThem, RulePage } from './views/rule-pages.tsx';

export const room = createRoom('visibility');

type Own = CtxOf<Member>;

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.see') as 'error.see');

/** What is in the form: as it was sent, as it was kept, or as it is stored. */
async function chosenIn(ctx: CtxOf<Contact | Member>, c: Context<Env>, stored: Rule | null, now: Shown, back: boolean) {
  const { form } = c.var;
  const kept = back ? null : await keptForm(ctx, c, c.req.path);
  const draft = kept && Object.fromEntries(rebased(kept, now, oneAnswer).fields);
  const typed = back ? { see: form.all('see'), may: form.all('may'), flag: form.all('flag') } : draft;
  const flags: Flag[] = typed ? [...flagsIn(typed.flag ?? [])] : (stored?.flags ?? []);
  const chosen: Chosen = {
    see: typed?.see?.[0] ?? stored?.see ?? 'usual',
    may: typed?.may?.[0] ?? stored?.may ?? 'reply',
    flags,
  };
  return {
    chosen,
    choose: back ? form.get('accounts_choose') === 'yes' : draft ? draft.accounts_choose?.[0] === 'yes' : undefined,
  };
}

/** To whom it is not shown it is not there. */
function admit({ actor }: Own): void {
  if (!mayChooseUsual(actor)) throw notFound();
}

/** Fields of the form of a rule; `usual` where there is none of one's own. */
const shown = (rule: Rule | null) => ({
  see: rule?.see ?? 'usual',
  may: rule?.may ?? 'reply',
  flag: rule?.flags ?? [],
});

const shownUsual = ({ usual, accountsChoose }: Awaited<ReturnType<typeof usualRule>>) => ({
  ...shown(usual),
  accounts_choose: accountsChoose ? ['yes'] : [],
});

/** Who sees is one answer, with the flags that let somebody see. */
const oneAnswer = [['see', 'flag']];

/** Reads the form onto what is stored now. */
const rebase = (c: Context<Env>, now: Shown) => c.set('form', rebased(c.var.form, now, oneAnswer));

room.get('/settings/visibility', 'member', (ctx, c) => usualPage(ctx, c));

room.post('/settings/visibility', 'member', async (ctx, c) => {
  admit(ctx);
  await alone(ctx.db, ctx.workspace.id, 'visibility');
  rebase(c, shownUsual(await usualRule(ctx)));
  const { form } = c.var;
  const parsed = parseForm(ruleFields, form, speak(ctx.reader));
  if (!parsed.ok) return usualPage(ctx, c, parsed.errors.see ?? say(ctx.reader, 'error.see'));
  const changed = await changeUsual(ctx, ruleOfForm(parsed.value, form), form.get('accounts_choose') === 'yes');
  flash(c, say(ctx.reader, changed ? 'saved' : 'same'));
  return c.redirect('/settings/visibility', 303);
});

async function usualPage(ctx: Own, c: Context<Env>, error?: string): Promise<Response> {
  admit(ctx);
  if (error) c.status(422);
  const stored = await usualRule(ctx);
  const { usual, accountsChoose } = stored;
  const { chosen, choose } = await chosenIn(ctx, c, usual, shownUsual(stored), error !== undefined);
  const { reader } = ctx;
  const page = (
    <Page width="narrow">
      <RulePage
        reader={reader}
        guard={guardOf(c, '/settings/visibility')}
        action="/settings/visibility"
        stored={shownUsual(stored)}
        title={say(reader, 'section')}
        lede={say(reader, 'usual.lede')}
        chosen={chosen}
        error={error}
      >
        <LeaveItToThem reader={reader} checked={choose ?? accountsChoose} />
      </RulePage>
    </Page>
  );
  return settingsPage(ctx, c, page, { section: 'visibility', title: say(reader, 'section') });
}

room.get('/customers/:id/visibility', 'member', (ctx, c) => accountPage(ctx, c));

room.post('/customers/:id/visibility', 'member', async (ctx, c) => {
  const account = await accountNamed(ctx, c.req.param('id') ?? '');
  demand(mayChooseFor(ctx.actor));
  await alone(ctx.db, ctx.workspace.id, `visibility ${account.id}`);
  rebase(c, shown((await ruleAt(ctx, account.id)).own));
  const rule = chosenRule(c, ctx.reader);
  if (typeof rule === 'string') return accountPage(ctx, c, rule);
  const changed = await changeAt(ctx, account.id, rule);
  flash(c, say(ctx.reader, changed ? 'saved' : 'same'));
  return c.redirect(`/customers/${account.id}`, 303);
});

async function accountPage(ctx: Own, c: Context<Env>, error?: string): Promise<Response> {
  const account = await accountNamed(ctx, c.req.param('id') ?? '');
  demand(mayChooseFor(ctx.actor));
  if (error) c.status(422);
  const { reader } = ctx;
  const { usual, own } = await ruleAt(ctx, account.id);
  const { chosen } = await chosenIn(ctx, c, own, shown(own), error !== undefined);
  const address = `/customers/${account.id}`;
  const title = say(reader, 'section');
  const page = (
    <Page width="narrow">
      <RulePage
        reader={reader}
        guard={guardOf(c, `${address}/visibility`)}
        action={`${address}/visibility`}
        stored={shown(own)}
        title={title}
        lede={say(reader, 'account.lede', { account: account.shortName })}
        chosen={chosen}
        usual={ruleInWords(reader, usual)}
        error={error}
        cancel={address}
      />
    </Page>
  );
  const crumbs = [
    { label: say(reader, 'customers'), href: '/customers' },
    { label: account.name, href: address },
    { label: title },
  ];
  return c.render(page, { title, nav: 'customers', crumbs, topics: [`account:${account.id}`] });
}

room.get('/company/visibility', 'contact', (ctx, c) => companyPage(ctx, c));

room.post('/company/visibility', 'contact', async (ctx, c) => {
  const { accountsChoose } = await usualRule(ctx);
  if (!mayChooseOwn(ctx.actor, accountsChoose)) throw notFound();
  await alone(ctx.db, ctx.workspace.id, `visibility ${ctx.actor.accountId}`);
  rebase(c, shown((await ruleAt(ctx, ctx.actor.accountId)).own));
  const rule = chosenRule(c, ctx.reader);
  if (typeof rule === 'string') return companyPage(ctx, c, rule);
  const changed = await changeAt(ctx, ctx.actor.accountId, rule);
  flash(c, say(ctx.reader, changed ? 'saved' : 'same'));
  return c.redirect('/company', 303);
});

async function companyPage(ctx: CtxOf<Contact>, c: Context<Env>, error?: string): Promise<Response> {
  const { usual, own, accountsChoose } = await ruleAt(ctx, ctx.actor.accountId);
  if (!mayChooseOwn(ctx.actor, accountsChoose)) throw notFound();
  if (error) c.status(422);
  const { reader, actor } = ctx;
  const { chosen } = await chosenIn(ctx, c, own, shown(own), error !== undefined);
  const title = say(reader, 'section');
  const page = (
    <Page width="narrow">
      <RulePage
        reader={reader}
        guard={guardOf(c, '/company/visibility')}
        action="/company/visibility"
        stored={shown(own)}
        title={title}
        lede={say(reader, 'company.lede', { account: actor.accountName })}
        chosen={chosen}
        usual={ruleInWords(reader, usual)}
        error={error}
        cancel="/company"
      />
    </Page>
  );
  const crumbs = [{ label: say(reader, 'company'), href: '/company' }, { label: title }];
  return c.render(page, { title, nav: 'company', crumbs, topics: [`account:${actor.accountId}`] });
}

/** A customer's own rule out of the form; null for the usual one, words for what cannot be read. */
function chosenRule(c: Context<Env>, reader: Reader): Rule | null | string {
  const { form } = c.var;
  if (form.get('see') === 'usual') return null;
  const parsed = parseForm(ruleFields, form, speak(reader));
  return parsed.ok ? ruleOfForm(parsed.value, form) : (parsed.errors.see ?? say(reader, 'error.see'));
}
