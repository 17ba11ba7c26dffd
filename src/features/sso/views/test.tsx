import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import type { Connection } from '../connection.ts';
import type { TestResult } from '../keep-test.ts';
import { say } from '../messages.ts';
import { Verdict } from './verdict.tsx';

interface TestPageProps {
  ctx: Ctx;
  connection: Connection;
  test: TestResult | null;
  back: string;
  labels: ReadonlyMap<string, string>;
}

export function TestPage({ ctx, connection, test, back, labels }: TestPageProps) {
  const { reader } = ctx;
  const said = Object.entries(test?.said ?? {}).map(([term, values]) => ({ term, value: values.join(', ') }));
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'test.page')} lede={connection.name} />
      {test && <Verdict ctx={ctx} test={test} labels={labels} />}
      {said.length > 0 ? <Facts near rows={said} /> : <p class="meta">{say(reader, 'test.nothing')}</p>}
      <div class="cluster">
        <Button href={back}>{say(reader, 'test.back')}</Button>
        <Button variant="quiet" icon="rotate-cw" href={`/sso/${connection.id}/go?test=1`} data-turbo="false">
          {say(reader, 'test.again')}
        </Button>
      </div>
    </Page>
  );
}
