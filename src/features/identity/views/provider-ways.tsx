import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Or } from '#platform/ui/door.tsx';
import { say } from '../messages.ts';
import { providers } from '../providers.ts';

/** The ways in that are an identity provider's: the team's own by its name, a customer's behind their work address. */
export async function ProviderWays({ ctx, next }: { ctx: Ctx; next: string }) {
  const { team, customers } = await providers().offered(ctx);
  if (!team && !customers) return null;
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
  // Whoever is signed in proves by it that they are still there.
  const again = ctx.actor.kind === 'visitor' ? query : `${query || '?'}${query && '&'}again=1`;
  return (
    <div class="stack" id="provider-ways">
      {team && (
        <Button href={`${team.href}/go${query}`} size="large" block icon="key-round" data-turbo="false">
          {say(ctx.reader, 'signIn.provider', { name: team.name })}
        </Button>
      )}
      {customers && (
        <Button href={`/sign-in/company${again}`} size="large" block icon="building-2">
          {say(ctx.reader, 'signIn.company')}
        </Button>
      )}
      <Or>{say(ctx.reader, 'or')}</Or>
    </div>
  );
}
