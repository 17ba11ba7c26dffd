import { Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { say } from '../messages.ts';

/** What the link at the foot of a letter opens. Only its button ends anything: mail scanners and previews open links, too. */
export function EndingPage({ ctx, guard, token, n }: { ctx: Ctx; guard: Guarded; token: string; n: number }) {
  const { reader } = ctx;
  const { name } = ctx.workspace;
  if (n === 0)
    return <Doorway ctx={ctx} title={say(reader, 'ended.title')} lede={say(reader, 'ended.lede', { name })} />;
  return (
    <Doorway ctx={ctx} title={say(reader, 'ending.title')} lede={say(reader, 'ending.lede', { n, name })}>
      <form class="stack" id="ending" method="post" action="/account/following/ending" data-turbo="false">
        <Guard guard={guard} />
        <input type="hidden" name="token" value={token} />
        <Button type="submit" variant="primary" size="large" icon="mail-x" block>
          {say(reader, 'ending.button')}
        </Button>
      </form>
      <Button variant="quiet" href="/account/following" block>
        {say(reader, 'ending.each')}
      </Button>
    </Doorway>
  );
}

export const NoSuchLink = ({ ctx }: { ctx: Ctx }) => (
  <Doorway ctx={ctx} title={say(ctx.reader, 'link.title')} lede={say(ctx.reader, 'link.lede')}>
    <Button href="/account/following" variant="primary" size="large" block>
      {say(ctx.reader, 'title')}
    </Button>
  </Doorway>
);
