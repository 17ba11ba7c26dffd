import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choices, SelectField, TextField } from '#platform/ui/field.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

interface NewPageProps {
  ctx: Ctx;
  guard: Guarded;
  side: 'team' | 'customer';
  accounts: { id: string; name: string }[] | null;
  values?: Record<string, string>;
  errors?: Record<string, string>;
}

const brands = ['okta', 'entra', 'google', 'other'] as const;

export function NewPage({ ctx, guard, side, accounts, values = {}, errors = {} }: NewPageProps) {
  const { reader } = ctx;
  const kinds = (['oidc', 'saml'] as const).map((value) => ({
    value,
    label: say(reader, `kind.${value}`),
    note: say(reader, `kind.${value}.note`),
  }));
  return (
    <Page width="narrow">
      <PageHead title={say(reader, `new.${side}`)} lede={say(reader, 'new.lede')} />
      {accounts?.length === 0 ? (
        <Notice icon="info">{say(reader, 'customer.every')}</Notice>
      ) : (
        <form method="post" action={`/settings/sso/new/${side}`} class="stack loose" novalidate>
          <Guard guard={guard} />
          {guard.kept && Object.keys(errors).length === 0 && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          {accounts && (
            <SelectField
              id="customer"
              name="account"
              label={say(reader, 'customer.choose')}
              options={[{ value: '', label: '' }, ...accounts.map(({ id, name }) => ({ value: id, label: name }))]}
              value={values.account}
              error={errors.account}
              required
            />
          )}
          <Choices
            id="brand"
            name="brand"
            legend={say(reader, 'new.brand')}
            value={values.brand ?? 'okta'}
            error={errors.brand}
            options={brands.map((value) => ({ value, label: say(reader, `brand.${value}`) }))}
          />
          <Choices
            id="kind"
            name="kind"
            legend={say(reader, 'new.kind')}
            value={values.kind ?? 'oidc'}
            error={errors.kind}
            options={kinds}
          />
          <TextField
            id="name"
            name="name"
            label={say(reader, 'new.name')}
            hint={say(reader, 'new.name.hint')}
            value={values.name ?? ''}
            error={errors.name}
            maxlength={60}
            autocomplete="off"
            required
          />
          <div class="end-bar">
            <Button type="submit" variant="primary">
              {say(reader, 'new.go')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}
