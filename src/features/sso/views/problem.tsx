import { Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';

interface ProblemPageProps {
  ctx: Ctx;
  about: { why: string; request: string; connection: string | null } | null;
}

/** What went wrong, in plain words; the number leads whoever looks after the portal to the line in its log. */
export function ProblemPage({ ctx, about }: ProblemPageProps) {
  const { reader } = ctx;
  const lede = about ? say(reader, `problem.${about.why}` as 'problem.signature') : say(reader, 'problem.gone');
  return (
    <Doorway ctx={ctx} title={say(reader, 'problem.title')} lede={lede}>
      <div class="stack">
        {about && (
          <Notice icon="info">
            {say(reader, 'problem.id')} <code>{about.request}</code>
          </Notice>
        )}
        {about?.connection && (
          <Button href={`/sso/${about.connection}`} variant="primary" size="large" block>
            {say(reader, 'problem.again')}
          </Button>
        )}
        <a class="link" href="/sign-in">
          {say(reader, 'problem.back')}
        </a>
      </div>
    </Doorway>
  );
}
