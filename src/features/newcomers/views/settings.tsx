import { mayManageFields } from '#features/fields/index.ts';
import { type Role, roleName } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, Choices, SelectField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import type { SignUpDomain } from '../domains.ts';
import { say } from '../messages.ts';
import { modes, type SignUpRules } from '../rules.ts';

export interface SignUpSettingsProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  /** What holds now. */
  rules: SignUpRules;
  stored: Shown;
  domains: SignUpDomain[];
  accounts: { id: string; name: string }[];
  roles: Role[];
  values: Record<string, string>;
  errors: FieldErrors;
}

const labels = {
  terms_url: 'rules.terms',
  role: 'rules.role',
  first_role: 'rules.firstRole',
  domain: 'domains.domain',
} as const;

/** Who may come in without an invitation, in words, and what that means for somebody at the door. */
export function SignUpSettings(props: SignUpSettingsProps) {
  const { ctx, errors } = props;
  const { reader, workspace } = ctx;
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((name) => errors[name]);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'rules.title')} lede={say(reader, 'rules.lede', { name: workspace.name })} />
      {(wrong.length > 0 || errors.form) && (
        <ErrorSummary
          title={errors.form ?? say(reader, 'error.summary')}
          errors={wrong.map((name) => ({ id: name, label: say(reader, labels[name]) }))}
        />
      )}
      {!sendsMail(ctx.platform.config) && <Notice icon="mail">{say(reader, 'rules.noMail')}</Notice>}
      <RulesForm {...props} />
      <Domains {...props} />
    </Page>
  );
}

function RulesForm({
  ctx: { reader, portal, actor },
  guard,
  rules,
  stored,
  domains,
  roles,
  values,
  errors,
}: SignUpSettingsProps) {
  const options = roles.map((role) => ({ value: role.key, label: roleName(reader, role) }));
  const select = (name: 'role' | 'first_role', label: 'rules.role' | 'rules.firstRole') => (
    <SelectField
      id={name}
      name={name}
      label={say(reader, label)}
      hint={say(reader, `${label}.hint`)}
      value={values[name]}
      error={errors[name]}
      options={options}
    />
  );
  return (
    <form id="sign-up-rules" class="stack loose" method="post" action="/settings/sign-up" data-keep="" novalidate>
      <Guard guard={guard} stored={stored} />
      {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
      <Choices
        id="mode"
        name="mode"
        legend={say(reader, 'rules.mode')}
        value={values.mode}
        options={modes.map((value) => ({
          value,
          label: say(reader, `mode.${value}`),
          note: say(reader, `mode.${value}.note`),
        }))}
      />
      <Notice icon={rules.mode === 'off' ? 'lock' : 'info'} id="who-gets-in">
        <b>{say(reader, 'rules.now')}</b> {say(reader, `now.${rules.mode}`, { n: domains.length })}{' '}
        {rules.mode !== 'off' && say(reader, 'now.door', { url: `${portal.origin}/sign-up` })}
      </Notice>
      <Choice
        type="checkbox"
        boxed
        name="attaches"
        value="on"
        checked={values.attaches === 'on'}
        label={say(reader, 'rules.attaches')}
        note={say(reader, 'rules.attaches.note')}
      />
      {select('role', 'rules.role')}
      {select('first_role', 'rules.firstRole')}
      <TextField
        id="terms_url"
        name="terms_url"
        type="url"
        label={say(reader, 'rules.terms')}
        hint={say(reader, 'rules.terms.hint')}
        value={values.terms_url}
        error={errors.terms_url}
        maxlength={500}
        autocomplete="off"
      />
      <p class="meta">
        {say.rich(reader, 'rules.fields', {
          link: (words) =>
            mayManageFields(actor) ? (
              <a class="link" href="/settings/fields">
                {words}
              </a>
            ) : (
              words
            ),
        })}
      </p>
      <div class="end-bar">
        <Button type="submit" variant="primary">
          {say(reader, 'rules.save')}
        </Button>
      </div>
    </form>
  );
}

function Domains({ ctx: { reader }, guard, domains, accounts, values, errors }: SignUpSettingsProps) {
  const fresh = () => ({ ...guard, once: crypto.randomUUID(), kept: false });
  return (
    <Section id="domains" title={say(reader, 'domains')} count={domains.length > 0 ? domains.length : undefined}>
      <p class="meta">{say(reader, 'domains.text')}</p>
      {domains.length > 0 && (
        <FactRows
          rows={domains.map(({ id, domain, account }) => ({
            id: `domain-${id}`,
            icon: 'globe',
            title: domain,
            note: account ? say(reader, 'domains.of', { account: account.name }) : say(reader, 'domains.nobodys'),
            end: (
              <form method="post" action={`/settings/sign-up/domains/${id}/removal`}>
                <Guard guard={fresh()} />
                <Button type="submit" size="small" aria-label={say(reader, 'domains.remove.label', { domain })}>
                  {say(reader, 'domains.remove')}
                </Button>
              </form>
            ),
          }))}
        />
      )}
      <form class="card stack loose" method="post" action="/settings/sign-up/domains" id="domain-form" novalidate>
        <Guard guard={fresh()} />
        <TextField
          id="domain"
          name="domain"
          label={say(reader, 'domains.domain')}
          hint={say(reader, 'domains.domain.hint')}
          value={values.domain}
          error={errors.domain}
          maxlength={254}
          autocomplete="off"
        />
        <SelectField
          id="domain-account"
          name="account"
          label={say(reader, 'domains.account')}
          value={values.account}
          options={[
            { value: '', label: say(reader, 'domains.account.none') },
            ...accounts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <div>
          <Button type="submit" icon="plus">
            {say(reader, 'domains.add')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
