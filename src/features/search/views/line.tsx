import { Icon } from '#platform/ui/icon.tsx';
import type { IconName } from '#platform/ui/icons.ts';
import { Avatar } from '#platform/ui/people.tsx';
import type { Line } from '../kinds.ts';

/** Who or what a line is about. */
export function Lead({ avatar, icon }: Pick<Line, 'avatar'> & { icon: IconName }) {
  if (avatar) return <Avatar {...avatar} size="small" />;
  return (
    <span class="tile">
      <Icon name={icon} size="small" />
    </span>
  );
}
