import type { Reader } from '#platform/i18n/reader.ts';
import { Icon } from '#platform/ui/icon.tsx';
import { say } from '../messages.ts';
import type { Membership } from '../why.ts';
import { reasonTexts } from './reason.tsx';

interface MemberOfProps {
  reader: Reader;
  memberships: Membership[];
}

/** The segments a customer is in, each with why. */
export function MemberOf({ reader, memberships }: MemberOfProps) {
  if (memberships.length === 0) return <p class="meta">{say(reader, 'of.none')}</p>;
  return (
    <div>
      {memberships.map(({ segment, reason, attributes }) => (
        <div class="rule">
          <Icon name="tag" size="small" />
          <span>
            <a class="link" href={`/customers/segments/${segment.id}?find=${encodeURIComponent(reason.account)}`}>
              {segment.name}
            </a>
            <span class="meta"> {reasonTexts({ reader, segment, reason, attributes }).join(' · ')}</span>
          </span>
        </div>
      ))}
    </div>
  );
}
