import type { Reader } from '#platform/i18n/reader.ts';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Badge, Turn } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import { type Priority, refOf, type Status, turnOf } from '../ticket.ts';

type Speaking = Pick<Reader, 'locale'>;

interface TurnOfProps {
  reader: Speaking;
  status: Status;
  side: 'customer' | 'team';
  them: string;
  /** Of the reader's own side: who is asked, when it is not the reader. */
  colleague?: string | undefined;
}

/** Whose turn it is, for the side that looks; `them` is how the other side is called. */
export function TurnOf({ reader, status, side, them, colleague }: TurnOfProps) {
  const theirs = turnOf(status, side) === 'you' ? colleague : undefined;
  const turn = theirs ? 'them' : turnOf(status, side);
  const mine = side === 'team' ? 'turn.our' : 'turn.you';
  const words = {
    you: say(reader, mine),
    them: say(reader, 'turn.them', { name: theirs ? firstNameOf(theirs) : them }),
    done: say(reader, status === 'closed' ? 'state.closed' : 'turn.done'),
  };
  return <Turn turn={turn}>{words[turn]}</Turn>;
}

/** Only what stands out: a normal ticket wears no badge. */
export function PriorityBadge({ reader, priority }: { reader: Speaking; priority: Priority }) {
  if (priority === 'normal' || priority === 'low') return null;
  return (
    <Badge tone="bad" icon="chevrons-up">
      {say(reader, `priority.${priority}`)}
    </Badge>
  );
}

export const Ref = ({ number }: { number: number }) => <span class="meta mono">{refOf(number)}</span>;
