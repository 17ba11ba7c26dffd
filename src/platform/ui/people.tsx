import type { Child, PropsWithChildren } from 'hono/jsx';
import { classes } from './attributes.ts';
import { still } from './frozen.ts';
import { initialsOf } from './initials.ts';

/** How many fixed avatar colours the style sheet holds (`data-hue`). */
export const hues = 12;

const PRIME = 9973;

/** The same name has the same colour everywhere. With these numbers those of the demo differ who stand side by side. */
export function hueOf(name: string): number {
  const sum = [...name].reduce((before, char) => (before * 987 + (char.codePointAt(0) ?? 0)) % PRIME, 7);
  return Math.floor((sum * hues) / PRIME);
}

/** Where a picture of somebody is; another picture has another address. */
export const photoAddress = (id: string): string => `/photos/${id}`;

export interface AvatarProps {
  name: string;
  /** The id of their picture; their initials stand in for it. */
  photo?: string | null | undefined;
  size?: 'small' | 'large' | undefined;
  /** For companies; people are round. */
  square?: boolean | undefined;
}

/** Decoration: the name stands beside it, or on the element around it. */
export const Avatar = still<AvatarProps>(({ name, photo, size, square }) => (
  <span
    class={classes('avatar', size, square && 'square')}
    data-hue={hueOf(name)}
    data-initials={initialsOf(name)}
    aria-hidden="true"
  >
    {photo && <img src={photoAddress(photo)} alt="" width={44} height={44} loading="lazy" decoding="async" />}
  </span>
));

export type PersonProps = PropsWithChildren<
  AvatarProps & {
    /** What stands there instead of the bare name, as "Dana (you)"; the avatar goes by the name. */
    shown?: string | undefined;
    note?: Child;
    also?: Child;
    /** Where more is told of them. */
    href?: string | undefined;
  }
>;

/** An avatar, a name and a line or two about the person; `children` is a button or badge at the end. */
export function Person({ name, shown = name, photo, note, also, size, square, href, children }: PersonProps) {
  return (
    <div class="person">
      <Avatar name={name} photo={photo} size={size} square={square} />
      <div>
        {href ? (
          <a class="clip name-link" href={href}>
            {shown}
          </a>
        ) : (
          <b class="clip">{shown}</b>
        )}
        {note && <span class="meta clip">{note}</span>}
        {also && <span class="meta clip">{also}</span>}
      </div>
      {children}
    </div>
  );
}

/** A number to call. */
export function PhoneLink({ number }: { number: string }) {
  return (
    <a class="link to-touch" href={`tel:${number.replace(/[^+\d]/g, '')}`}>
      {number}
    </a>
  );
}

/** A few people in one small picture. `label` names them all, in the reader's language. */
export function People({ names, label }: { names: string[]; label: string }) {
  return (
    <span class="avatar-stack" role="img" aria-label={label}>
      {names.map((name) => (
        <Avatar name={name} size="small" />
      ))}
    </span>
  );
}
