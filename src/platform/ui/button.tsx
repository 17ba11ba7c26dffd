import type { PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

interface Look {
  /** At most one primary button per view. */
  variant?: 'primary' | 'quiet' | 'danger' | undefined;
  size?: 'small' | 'large' | undefined;
  block?: boolean | undefined;
  icon?: IconName | undefined;
}

interface Act extends Attributes {
  /** A link that looks like a button; the button attributes below do not apply to it. */
  href?: string | undefined;
  target?: '_blank' | undefined;
  type?: 'button' | 'submit' | 'reset' | undefined;
  name?: string | undefined;
  value?: string | undefined;
  form?: string | undefined;
  formaction?: string | undefined;
  formnovalidate?: boolean | undefined;
  popovertarget?: string | undefined;
  popovertargetaction?: 'hide' | 'show' | 'toggle' | undefined;
  disabled?: boolean | undefined;
  /** Shows the spinner; the client sets it on submit. */
  busy?: boolean | undefined;
  title?: string | undefined;
}

export type ButtonProps = PropsWithChildren<Look & Act>;

export function Button({ variant, size, block, icon, children, ...act }: ButtonProps) {
  return (
    <Element look={classes('button', variant, size, block && 'block')} act={act}>
      {icon && <Icon name={icon} />}
      {children}
    </Element>
  );
}

export type IconButtonProps = PropsWithChildren<Omit<Look, 'block'> & Act & { icon?: IconName; label: string }>;

/** A button without visible words. `children` may add a count or dot, or replace the icon (an avatar). */
export function IconButton({ variant, size, icon, label, children, ...act }: IconButtonProps) {
  return (
    <Element look={classes('button', variant, size, 'icon-only')} act={{ 'aria-label': label, ...act }}>
      {icon && <Icon name={icon} />}
      {children}
    </Element>
  );
}

function Element({ look, act, children }: PropsWithChildren<{ look: string | undefined; act: Act }>) {
  const { href, type = 'button', busy, disabled, ...rest } = act;
  if (href !== undefined) {
    return (
      <a class={look} href={href} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <button type={type} class={look} disabled={disabled} aria-busy={busy ? 'true' : undefined} {...rest}>
      {children}
    </button>
  );
}

/** What Enter presses is the first button of a form: this one, where the first that is seen does something else. */
export function EnterButton({
  children,
  ...rest
}: PropsWithChildren<Attributes & { formaction?: string | undefined }>) {
  return (
    <button type="submit" class="visually-hidden" tabindex={-1} aria-hidden="true" {...rest}>
      {children}
    </button>
  );
}
