import { isFilledByThem } from '#features/fields/index.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Notice } from '#platform/ui/notice.tsx';
import type { Attribute, Fact } from '../attributes.ts';
import { say } from '../messages.ts';

interface FilledByThemProps {
  reader: Reader;
  attributes: readonly Attribute[];
  /** The conditions, whether or not they say something yet. */
  conditions: readonly { on: string }[];
}

/** Facts that become others by what customers do: they invite colleagues, and write. */
const OWN: ReadonlySet<string> = new Set<Fact>(['people', 'joined', 'activity']);

/** A group that goes by what customers write themselves is one they can put themselves in: whoever makes it is told. */
export function FilledByThem({ reader, attributes, conditions }: FilledByThemProps) {
  const labels = attributes
    .filter(({ on, field }) => (field ? isFilledByThem(field) : OWN.has(on)) && conditions.some((one) => one.on === on))
    .map(({ label }) => label);
  return (
    labels.length > 0 && (
      <Notice id="filled-by-them" tone="warn" icon="triangle-alert">
        {say(reader, 'filled', { fields: formatList(reader, labels) })}
      </Notice>
    )
  );
}
