import type { Reader } from '#platform/i18n/reader.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { frozen } from '#platform/ui/frozen.ts';
import { say } from '../messages.ts';

/**
 * The command palette, on every page and empty: its list is fetched when it opens, and as somebody types. Without scripts the
 * link at the top leads to the page of the search, which is the same.
 */
export const PaletteDialog = ({ reader, team }: { reader: Pick<Reader, 'locale'>; team: boolean }) =>
  frozen(`palette ${reader.locale} ${team}`, () => (
    <dialog class="dialog palette" id="palette" aria-label={say(reader, 'open')} closedby="any">
      <form class="palette-search" method="get" action="/search" role="search">
        <IconButton type="submit" variant="quiet" size="small" icon="search" label={say(reader, 'submit')} />
        <input
          role="combobox"
          name="q"
          id="palette-input"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-label={say(reader, 'open')}
          placeholder={say(reader, 'placeholder')}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="search"
          maxlength={200}
        />
        <span class="meta" role="status" id="palette-status" />
        <IconButton variant="quiet" size="small" icon="x" label={say(reader, 'close')} data-closes="" />
      </form>
      <div
        class="palette-list"
        role="listbox"
        id="palette-list"
        aria-label={say(reader, 'results')}
        tabindex={0}
        data-failed={say(reader, 'failed')}
      />
      <div class="palette-keys meta keys">
        <Key keys={['↑', '↓']} does={say(reader, 'key.move')} />
        <Key keys={['↵']} does={say(reader, 'key.open')} />
        <Key keys={['⌘↵']} does={say(reader, 'key.tab')} />
        <Key keys={['>']} does={say(reader, 'key.places')} />
        {team && <Key keys={['@']} does={say(reader, 'key.people')} />}
      </div>
    </dialog>
  ));

function Key({ keys, does }: { keys: string[]; does: string }) {
  return (
    <span>
      {keys.map((key) => (
        <>
          <kbd class="kbd">{key}</kbd>{' '}
        </>
      ))}
      {does}
    </span>
  );
}
