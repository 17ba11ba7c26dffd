import type { Child } from 'hono/jsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { frozen } from '#platform/ui/frozen.ts';
import type { IconName } from '#platform/ui/icons.ts';
import { embedHosts } from '../embeds.ts';
import { say } from '../messages.ts';

const groups = [
  [
    ['heading2', 'heading-2'],
    ['heading3', 'heading-3'],
  ],
  [
    ['bold', 'bold'],
    ['italic', 'italic'],
    ['code', 'code'],
    ['link', 'link'],
  ],
  [
    ['orderedList', 'list-ordered'],
    ['bulletList', 'list'],
    ['blockquote', 'quote'],
  ],
  [
    ['picture', 'image'],
    ['callout', 'info'],
    ['table', 'table'],
    ['codeBlock', 'file-text'],
    ['embed', 'film'],
  ],
  [
    ['undo', 'undo-2'],
    ['redo', 'redo-2'],
  ],
] as const satisfies (readonly [string, IconName])[][];

const inTable = ['addRowAfter', 'addColumnAfter', 'deleteRow', 'deleteColumn', 'deleteTable'] as const;
/** These do something once; the others are on or off. */
const ONCE = new Set<string>(['link', 'picture', 'table', 'embed', 'undo', 'redo']);

const Wrong = ({ children }: { children: Child }) => (
  <span class="wrong" role="alert" data-part="wrong" hidden>
    {children}
  </span>
);

/** The toolbar of the article editor, and what it says: see src/client/editor/article.ts. */
export function ArticleTools({ reader }: { reader: Reader }) {
  return frozen(`article tools ${reader.locale}`, () => (
    <template id="article-toolbar">
      <div
        class="toolbar"
        role="toolbar"
        aria-label={say(reader, 'tool')}
        data-words-describe={say(reader, 'picture.describe')}
        data-left={say(reader, 'pasted.left')}
        data-left-image={say(reader, 'pasted.image')}
        data-left-embed={say(reader, 'pasted.embed')}
        data-left-drawing={say(reader, 'pasted.drawing')}
        data-left-form={say(reader, 'pasted.form')}
        data-left-script={say(reader, 'pasted.script')}
        data-left-link={say(reader, 'pasted.link')}
        data-left-pictures={say(reader, 'pasted.pictures')}
        data-made-of-markdown={say(reader, 'pasted.markdown')}
        data-words-failed={say(reader, 'picture.failed')}
        data-words-none={say(reader, 'picture.none')}
        data-words-sending={say(reader, 'picture.sending')}
      >
        <div class="tools">
          {groups.map((group, at) => (
            <>
              {at > 0 && <hr />}
              {group.map(([command, icon]) => (
                <IconButton
                  variant="quiet"
                  size="small"
                  icon={icon}
                  label={say(reader, `tool.${command}`)}
                  title={say(reader, `tool.${command}`)}
                  data-command={command}
                  aria-pressed={ONCE.has(command) ? undefined : 'false'}
                />
              ))}
            </>
          ))}
        </div>
        <span data-part="table" hidden>
          {inTable.map((command) => (
            <button type="button" class="button small quiet" data-command={command}>
              {say(reader, `tool.${command}`)}
            </button>
          ))}
        </span>
        <span data-part="link" data-titles="/knowledge/titles" hidden>
          <input
            class="input"
            type="text"
            aria-label={say(reader, 'tool.address')}
            placeholder={say(reader, 'tool.address')}
          />
          <button type="button" class="button small" data-part="apply">
            {say(reader, 'tool.apply')}
          </button>
          <Wrong>{say(reader, 'tool.address.wrong')}</Wrong>
        </span>
        <span data-part="alt" hidden>
          <input
            class="input"
            type="text"
            maxlength={300}
            aria-label={say(reader, 'picture.alt')}
            placeholder={say(reader, 'picture.alt')}
          />
        </span>
        <span data-part="embed" data-hosts={embedHosts.join(' ')} hidden>
          <input
            class="input"
            type="text"
            inputmode="url"
            aria-label={say(reader, 'tool.video')}
            placeholder={say(reader, 'tool.video')}
          />
          <button type="button" class="button small" data-part="apply">
            {say(reader, 'tool.apply')}
          </button>
          <Wrong>{say(reader, 'tool.video.wrong')}</Wrong>
        </span>
        <input
          type="file"
          data-part="file"
          accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
          hidden
          tabindex={-1}
        />
      </div>
    </template>
  ));
}
