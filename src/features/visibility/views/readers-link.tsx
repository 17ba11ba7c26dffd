import type { Actor } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { mayAskWhoSees } from '../access.ts';
import { say } from '../messages.ts';

/** The way to "who can see this, and why", beside the thing itself; nothing for whoever may not ask. */
export function ReadersLink(props: { reader: Reader; actor: Actor; kind: string; id: string }) {
  if (!mayAskWhoSees(props.actor)) return null;
  return (
    <a class="link readers-link" href={`/readers/${props.kind}/${props.id}`}>
      <Icon name="eye" size="small" />
      {say(props.reader, 'readers.link')}
    </a>
  );
}
