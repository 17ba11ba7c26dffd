import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import type { Attribute } from '../attributes.ts';
import { say } from '../messages.ts';
import type { Draft } from '../typed.ts';
import { Conditions } from './conditions.tsx';

interface MoreFiltersProps {
  reader: Reader;
  attributes: readonly Attribute[];
  drafts: readonly Draft[];
  /** The address of a new segment that says the same, for whoever may make one. */
  saveAs?: string | undefined;
}

/** Conditions in the form of a list, folded away until there is one. The form sends itself, or has its button below them. */
export function MoreFilters({ reader, attributes, drafts, saveAs }: MoreFiltersProps) {
  if (attributes.length === 0) return null;
  const on = drafts.length > 0;
  return (
    <details class="more-filters" id="more-filters" open={on}>
      <summary class="button small">
        {on ? say(reader, 'filter.n', { n: drafts.length }) : say(reader, 'filter.more')}
      </summary>
      <div class="card stack">
        <Conditions reader={reader} attributes={attributes} drafts={drafts} />
        {saveAs && (
          <div class="cluster">
            <Button href={saveAs} size="small" icon="tag">
              {say(reader, 'filter.save')}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}
