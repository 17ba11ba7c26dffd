import { Button } from '#platform/ui/button.tsx';
import { isSetUp } from '../connection.ts';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { Step, TestLink } from './step.tsx';
import { Verdict } from './verdict.tsx';

export function TestStep({ ctx, connection, account, test, labels, now }: Shown & { now: string }) {
  const { reader } = ctx;
  const ready = isSetUp(connection);
  return (
    <Step id="test" title={say(reader, 'test.title')} done={connection.testedAt !== null} now={now === 'test'}>
      {test ? (
        <Verdict ctx={ctx} test={test} labels={labels} choose="#group" />
      ) : (
        <p class="meta">{account ? say(reader, 'test.before.customer', { account }) : say(reader, 'test.before')}</p>
      )}
      {ready ? (
        <div class="cluster">
          <TestLink reader={reader} id={connection.id} again={test !== null} />
          {test && (
            <Button variant="quiet" href={`/settings/sso/${connection.id}/test`} icon="file-text">
              {say(reader, 'test.raw')}
            </Button>
          )}
        </div>
      ) : (
        <p class="meta">{say(reader, 'test.first')}</p>
      )}
    </Step>
  );
}
