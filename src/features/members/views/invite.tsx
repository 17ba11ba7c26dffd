import { type Role, roleName } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { EmailField, JobTitleField, NameField } from '#platform/ui/person-fields.tsx';
import type { On } from '../member.ts';
import { say } from '../messages.ts';

interface InviteMemberProps {
  ctx: On;
  guard: Guarded;
  roles: Role[];
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  mails: boolean;
}

const labels = { name: 'field.name', email: 'field.email', title: 'field.title', role: 'fact.role' } as const;

export function InviteMember({ ctx, guard, roles, values, errors = {}, mails }: InviteMemberProps) {
  const { reader, workspace } = ctx;
  const problems = Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({ id, label: say(reader, label) }));
  const shared = (name: 'name' | 'email' | 'title') => ({
    id: name,
    name,
    label: say(reader, labels[name]),
    value: values[name],
    error: errors[name],
  });
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'invite')} lede={say(reader, 'invite.lede', { name: workspace.name })} />
      <form id="invite-member" method="post" action="/settings/members/new" class="stack loose" data-keep="" novalidate>
        <Guard guard={guard} />
        {problems.length > 0 && <ErrorSummary title={say(reader, 'error.summary')} errors={problems} />}
        {guard.kept && problems.length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        {!mails && <Notice icon="info">{say(reader, 'noMail')}</Notice>}
        <NameField {...shared('name')} required />
        <EmailField {...shared('email')} required />
        <JobTitleField {...shared('title')} hint={say(reader, 'field.title.hint')} />
        <SelectField
          id="role"
          name="role"
          label={say(reader, 'fact.role')}
          hint={say(reader, 'field.role.hint')}
          value={values.role}
          error={errors.role}
          options={roles.map((role) => ({ value: role.id, label: roleName(reader, role) }))}
        />
        <div class="end-bar">
          <Button href="/settings/members" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary" icon={mails ? 'send' : undefined}>
            {say(reader, mails ? 'invite.submit' : 'invite.submit.link')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
