import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type Connection, isSetUp } from '../connection.ts';
import { type Domain, recordName, recordValue } from '../domains.ts';
import type { TestResult } from '../keep-test.ts';
import { say } from '../messages.ts';
import { State } from './list.tsx';
import { Copy, TestLink } from './step.tsx';
import { Verdict } from './verdict.tsx';

interface YoursPageProps {
  ctx: CtxOf<Contact>;
  connection: Connection | null;
  domains: Domain[];
  test: TestResult | null;
  labels: ReadonlyMap<string, string>;
}

export function YoursPage({ ctx, connection, domains, test, labels }: YoursPageProps) {
  const { reader, actor } = ctx;
  const account = actor.accountName;
  if (!connection) {
    return (
      <Page width="narrow">
        <PageHead title={say(reader, 'yours.page')} lede={say(reader, 'yours.none', { account })} />
      </Page>
    );
  }
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'yours.with', { name: connection.name })}
        lede={say(reader, 'yours.lede', { account })}
        before={<State ctx={ctx} connection={connection} />}
      />
      {connection.enabledAt && <p>{say(reader, connection.requiredAt ? 'yours.required' : 'yours.optional')}</p>}
      <Section id="domains" title={say(reader, 'domains.title')}>
        {domains.map((domain) => (
          <Listed reader={reader} domain={domain} />
        ))}
      </Section>
      {isSetUp(connection) && (
        <Section id="test" title={say(reader, 'test.title')}>
          {test ? <Verdict ctx={ctx} test={test} labels={labels} /> : <p class="meta">{say(reader, 'test.before')}</p>}
          <div>
            <TestLink reader={reader} id={connection.id} again={test !== null} />
          </div>
        </Section>
      )}
    </Page>
  );
}

function Listed({ reader, domain }: { reader: YoursPageProps['ctx']['reader']; domain: Domain }) {
  const { id, domain: name, secret, provedAt } = domain;
  return (
    <div class="card stack">
      <div class="split">
        <b>{name}</b>
        <Badge tone={provedAt ? 'ok' : 'warn'}>{say(reader, provedAt ? 'domains.proved' : 'domains.waiting')}</Badge>
      </div>
      {!provedAt && (
        <>
          <p>{say(reader, 'domains.record', { domain: name })}</p>
          <Copy reader={reader} id={`name-${id}`} label={say(reader, 'domains.record.name')} value={recordName(name)} />
          <Copy
            reader={reader}
            id={`value-${id}`}
            label={say(reader, 'domains.record.value')}
            value={recordValue(secret)}
          />
        </>
      )}
    </div>
  );
}
