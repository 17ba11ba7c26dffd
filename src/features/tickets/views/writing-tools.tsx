import type { Reader } from '#platform/i18n/reader.ts';
import { EditorToolbar } from '#platform/ui/editor-toolbar.tsx';
import { frozen } from '#platform/ui/frozen.ts';
import { say } from '../messages.ts';

/** For the end of every page on which a text is written. */
export function WritingTools({ reader }: { reader: Reader }) {
  return frozen(`writing ${reader.locale}`, () => (
    <EditorToolbar
      words={{
        label: say(reader, 'editor.label'),
        bold: say(reader, 'editor.bold'),
        italic: say(reader, 'editor.italic'),
        link: say(reader, 'editor.link'),
        bulletList: say(reader, 'editor.list'),
        blockquote: say(reader, 'editor.quote'),
        code: say(reader, 'editor.code'),
        address: say(reader, 'editor.address'),
        apply: say(reader, 'editor.apply'),
      }}
    />
  ));
}
