import type { Child } from 'hono/jsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Verdict } from '#platform/ui/rows.tsx';
import type { Attribute } from '../attributes.ts';
import { say } from '../messages.ts';
import type { Segment } from '../segment.ts';
import { conditionText } from '../sentence.ts';
import type { Reason } from '../why.ts';

interface ReasonProps {
  reader: Reader;
  segment: Segment;
  reason: Reason;
  attributes: readonly Attribute[];
}

/** The reasons in words, the one that settles it first. */
export function reasonTexts({ reader, segment, reason, attributes }: ReasonProps): string[] {
  const { pick, archived, met, isIn } = reason;
  if (pick) return [say(reader, segment.kind === 'hand' && pick === 'in' ? 'why.hand.in' : `why.pick.${pick}`)];
  if (archived && !isIn) return [say(reader, 'why.archived')];
  if (segment.kind === 'hand') return [say(reader, 'why.hand')];
  return met
    .filter(({ holds }) => (isIn ? holds : !holds))
    .map(({ condition }) => conditionText(reader, condition, attributes));
}

/** Whether a customer is in, and each reason with how it stands. */
export function ReasonVerdict({ reader, segment, reason, attributes, acts }: ReasonProps & { acts?: Child }) {
  const { account: name, isIn, pick, met } = reason;
  const told =
    pick || reason.archived || segment.kind === 'hand' ? reasonTexts({ reader, segment, reason, attributes }) : [];
  return (
    <div class="stack snug">
      <Verdict
        rules={[
          {
            icon: isIn ? 'check' : 'x',
            tone: isIn ? 'ok' : 'bad',
            text: (
              <>
                <b>{say(reader, isIn ? 'why.in' : 'why.out', { name })}</b> {told.join(' ')}
              </>
            ),
          },
          ...met.map(({ condition, holds }) => ({
            icon: holds ? ('check' as const) : ('x' as const),
            text: conditionText(reader, condition, attributes),
            end: <span class="meta">{say(reader, holds ? 'met' : 'unmet')}</span>,
          })),
        ]}
      />
      {acts}
    </div>
  );
}
