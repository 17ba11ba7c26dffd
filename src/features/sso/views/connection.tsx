import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { isSetUp } from '../connection.ts';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { Directory } from './directory.tsx';
import { DomainsStep } from './domains-step.tsx';
import { State } from './list.tsx';
import { PeopleStep } from './people-step.tsx';
import { ProviderSteps } from './provider-steps.tsx';
import { TestStep } from './test-step.tsx';
import { Removal, RequireStep, UseStep, WayBackStep } from './use-steps.tsx';

/** How far somebody has come: the first step that is not done is the one to do now. */
export function nextStep({ connection, domains }: Pick<Shown, 'connection' | 'domains'>): string {
  if (!isSetUp(connection)) return 'provider';
  if (!domains.some((domain) => domain.provedAt)) return 'domains';
  if (!connection.testedAt) return 'test';
  if (!connection.enabledAt) return 'use';
  return connection.requiredAt ? '' : 'require';
}

const labels = {
  source: 'give.issuer',
  metadata: 'give.paste',
  client_id: 'give.clientId',
  client_secret: 'give.secret',
  domain: 'domains.label',
  default_role: 'people.role',
  group: 'people.groups',
  claim_email: 'people.claim.email',
  claim_name: 'people.claim.name',
  claim_groups: 'people.claim.groups',
} as const;

export function ConnectionPage(shown: Shown) {
  const { ctx, guard, connection, account, people, errors } = shown;
  const { reader } = ctx;
  const now = nextStep(shown);
  const { name } = connection;
  const problems = Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({
      id,
      label: say(reader, id === 'source' && connection.kind === 'saml' ? 'give.metadata' : label),
    }));
  const lede = account ? say(reader, 'one.lede.customer', { account, name }) : say(reader, 'one.lede.team', { name });
  const used = people.filter((each) => each.usedAt !== null).length;
  return (
    <Page width="narrow">
      <PageHead
        title={account || say(reader, 'section')}
        lede={`${lede} ${connection.enabledAt ? say(reader, 'one.used', { used, all: people.length }) : ''}`.trim()}
        before={
          <div class="cluster">
            <State ctx={ctx} connection={connection} />
            {connection.enabledAt && !connection.requiredAt && (
              <span class="meta">{say(reader, 'state.optional')}</span>
            )}
          </div>
        }
      />
      {problems.length > 0 && <ErrorSummary title={say(reader, 'error.summary')} errors={problems} />}
      {guard.kept && problems.length === 0 && (
        <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
      )}
      <ol class="steps">
        <ProviderSteps {...shown} now={now} />
        <DomainsStep {...shown} now={now} />
        <PeopleStep {...shown} />
        <TestStep {...shown} now={now} />
        <WayBackStep {...shown} />
        <UseStep {...shown} now={now} />
        <RequireStep {...shown} now={now} />
      </ol>
      <Directory {...shown} />
      <Removal {...shown} />
    </Page>
  );
}
