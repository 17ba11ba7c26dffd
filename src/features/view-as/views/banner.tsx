import type { Child } from 'hono/jsx';
import type { Contact, Viewing } from '#platform/http/context.ts';
import { formatTime } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { say } from '../messages.ts';

interface BannerProps {
  viewing: Viewing;
  actor: Contact;
  /** What a form carries besides its fields. */
  hidden: Child;
}

/** Above every page of a look, in the words of who looks: whose view it is, that it changes nothing, and the way back. */
export function ViewBanner({ viewing, actor, hidden }: BannerProps) {
  const { reader } = viewing;
  return (
    <div id="viewing" class="viewing" role="region" aria-label={say(reader, 'banner.label')} lang={reader.locale}>
      <Icon name="eye" />
      <p>
        <b>{say(reader, 'banner.who', { name: actor.name })}</b>{' '}
        {say(reader, 'banner.text', { time: formatTime(reader, viewing.endsAt) })}
      </p>
      <form method="post" action="/view/ending" data-stays="" data-turbo="false">
        {hidden}
        <Button type="submit" size="small" icon="users" name="to" value="others">
          {say(reader, 'banner.other')}
        </Button>
        <Button type="submit" size="small" icon="x">
          {say(reader, 'banner.leave')}
        </Button>
      </form>
    </div>
  );
}
