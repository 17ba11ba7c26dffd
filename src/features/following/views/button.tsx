import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import type { Own } from '../follow.ts';
import { say } from '../messages.ts';

/** On an article or a topic: follow it, or stop. A form, so that it works without scripts, and no link follows anything. */
export function FollowButton({
  ctx: { reader },
  guard,
  action,
  following,
}: {
  ctx: Own;
  guard: Guarded;
  action: string;
  following: boolean;
}) {
  return (
    <form id="follow" method="post" action={action}>
      <Guard guard={guard} />
      <Button type="submit" size="small" name="follow" value={following ? 'no' : 'yes'} icon={following ? 'x' : 'bell'}>
        {say(reader, following ? 'unfollow' : 'follow')}
      </Button>
    </form>
  );
}
