import { Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { say } from '../messages.ts';

export function GoPage({ ctx, name, onward }: { ctx: Ctx; name: string; onward: string }) {
  const { reader } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'go.title', { name })} lede={say(reader, 'go.lede', { name })}>
      <div class="stack">
        <Button href={onward} variant="primary" size="large" block data-turbo="false">
          {say(reader, 'go.button', { name })}
        </Button>
        <a class="link" href="/sign-in">
          {say(reader, 'go.other')}
        </a>
      </div>
    </Doorway>
  );
}
