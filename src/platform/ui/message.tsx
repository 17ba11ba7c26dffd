import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Avatar } from './people.tsx';
import { Badge } from './state.tsx';

export type MessageProps = PropsWithChildren<
  Attributes & {
    author: string;
    photo?: string | null | undefined;
    /** How the author is called here, when not by name ("You"). */
    shownAs?: Child;
    /** Role and time. */
    meta: Child;
    mine?: boolean | undefined;
    /** Set for an internal note: the words that say who sees it. Changes colour, and adds lock and label. */
    note?: string | undefined;
    /** Attachments and what else belongs under the text. */
    after?: Child;
    small?: boolean | undefined;
    /** A second name of the place, for links that do not know which message it will be. */
    anchor?: string | undefined;
  }
>;

export function Message({
  author,
  photo,
  shownAs,
  meta,
  mine,
  note,
  after,
  small,
  anchor,
  children,
  ...rest
}: MessageProps) {
  return (
    <article
      class={classes('message', mine && 'mine', note && 'note')}
      aria-labelledby={rest.id && `${rest.id}-head`}
      {...rest}
    >
      {anchor && <span id={anchor} class="anchor" />}
      <Avatar name={author} photo={photo} size={small ? 'small' : undefined} />
      <div class="message-head" id={rest.id && `${rest.id}-head`}>
        <b>{shownAs ?? author}</b>
        <span class="meta">{meta}</span>
        {note && (
          <Badge tone="warn" icon="lock">
            {note}
          </Badge>
        )}
      </div>
      <div class="message-body">
        {children}
        {after}
      </div>
    </article>
  );
}

/** Lines of code scroll by themselves where they are wider than the page; a keyboard gets at them, too. */
const reachable = (html: string): string => html.replace(/<pre(?=[\s>])/g, '<pre tabindex="0"');

/** Text people wrote. `html` must come from the sanitizer: it is written to the page as it is. */
export function Writing({ html }: { html: string }) {
  return <div class="writing prose">{raw(reachable(html))}</div>;
}

/** A longer text, such as an article. As above: from the sanitizer, and never from anybody else. */
export function Prose({
  html,
  lang,
  kind,
}: {
  html: string;
  lang?: string | undefined;
  kind?: 'article' | 'diff' | undefined;
}) {
  return (
    <div class={kind ? `prose ${kind}` : 'prose'} lang={lang}>
      {raw(reachable(html))}
    </div>
  );
}

/** Something that happened between two messages ("Priya solved this"). */
export function ThreadEvent({ icon, children }: PropsWithChildren<{ icon: IconName }>) {
  return (
    <p class="thread-event meta">
      <Icon name={icon} size="small" />
      <span>{children}</span>
    </p>
  );
}

/** Someone else's presence, in a line ("Priya is looking at this now"). After `lasts` milliseconds the page asks whether it still holds. */
export function PresenceLine({ lasts, children }: PropsWithChildren<{ lasts: number }>) {
  return (
    <p class="thread-event meta" data-lasts={lasts}>
      <Icon name="eye" size="small" />
      <span>{children}</span>
    </p>
  );
}

export interface AttachmentProps {
  href: string;
  name: string;
  size?: Child;
  /** The server's type of the file; picks the icon. */
  type: string;
  /** Shows the file itself, in a box of fixed size: for what the server serves as a picture, and for nothing else. */
  picture?: boolean | undefined;
}

/** A file. The link leaves Turbo alone: it answers with a download. */
export function Attachment({ href, name, size, type, picture }: AttachmentProps) {
  if (picture) {
    return (
      <a class="attachment picture" href={href} target="_blank" data-turbo="false" rel="noopener">
        <img src={href} alt={name} width={168} height={112} loading="lazy" decoding="async" />
        <span class="clip" aria-hidden="true">
          {name}
        </span>
        {size && <span class="meta">{size}</span>}
      </a>
    );
  }
  return (
    <a class="attachment" href={href} data-turbo="false">
      <Icon name={fileIcon(type)} size="small" />
      <span class="clip">{name}</span>
      {size && <span class="meta">{size}</span>}
    </a>
  );
}

export function Attachments({ children }: PropsWithChildren) {
  return <div class="attachments">{children}</div>;
}

export function fileIcon(type: string): IconName {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'film';
  if (/zip|compressed|x-tar|x-7z|rar/.test(type)) return 'archive';
  if (/spreadsheet|excel|csv/.test(type)) return 'sheet';
  return 'file-text';
}
