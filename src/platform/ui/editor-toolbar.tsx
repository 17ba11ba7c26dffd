import { IconButton } from './button.tsx';
import type { IconName } from './icons.ts';

const commands = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['link', 'link'],
  ['bulletList', 'list'],
  ['blockquote', 'quote'],
  ['code', 'code'],
] as const satisfies [string, IconName][];

export type ToolbarWords = Record<(typeof commands)[number][0] | 'label' | 'address' | 'apply', string>;

/** What the client puts above a text it turns into an editor; on every page where somebody writes. */
export function EditorToolbar({ words }: { words: ToolbarWords }) {
  return (
    <template id="editor-toolbar">
      <div class="toolbar" role="toolbar" aria-label={words.label}>
        {commands.map(([command, icon]) => (
          <IconButton
            variant="quiet"
            size="small"
            icon={icon}
            label={words[command]}
            title={words[command]}
            data-command={command}
            aria-pressed={command === 'link' ? undefined : 'false'}
          />
        ))}
        <span data-part="link" hidden>
          <input class="input" type="url" aria-label={words.address} placeholder="https://" />
          <button type="button" class="button small" data-part="apply">
            {words.apply}
          </button>
        </span>
      </div>
    </template>
  );
}
