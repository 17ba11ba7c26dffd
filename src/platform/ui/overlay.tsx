import type { Child, PropsWithChildren } from 'hono/jsx';
import { classes } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type DialogProps = PropsWithChildren<{
  id: string;
  title: Child;
  /** Buttons, the primary one last; a button that only closes sits in a `<form method="dialog">`. */
  actions?: Child;
  broad?: boolean | undefined;
  /** Opens with the page. */
  open?: boolean | undefined;
}>;

/** A modal. A button with `data-opens="ID"` opens it; say the consequence before the decision. */
export function Dialog({ id, title, actions, broad, open, children }: DialogProps) {
  return (
    <dialog
      class={classes('dialog', broad && 'broad')}
      id={id}
      aria-labelledby={`${id}-title`}
      data-auto-open={open ? '' : undefined}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
      {actions && <div class="dialog-actions">{actions}</div>}
    </dialog>
  );
}

/** Closes the dialog around it, without a script of ours. */
export function CloseButton({ children }: PropsWithChildren) {
  return (
    <form method="dialog">
      <button type="submit" class="button">
        {children}
      </button>
    </form>
  );
}

export interface MenuItem {
  label: Child;
  icon?: IconName | undefined;
  href?: string | undefined;
  /** Submits the form with this id, with name and value. */
  form?: string | undefined;
  name?: string | undefined;
  value?: string | undefined;
  current?: boolean | undefined;
}

/** A popover under its button: `<Button popovertarget=ID>`. */
export function Menu({ id, label, items }: { id: string; label: string; items: MenuItem[] }) {
  return (
    <div id={id} class="menu" popover="auto" role="dialog" aria-label={label}>
      <ul class="nav-list">
        {items.map((item) => (
          <li>
            <MenuEntry {...item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function MenuEntry({ label, icon, href, form, name, value, current }: MenuItem) {
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {label}
      {current && <Icon name="check" />}
    </>
  );
  if (href !== undefined) {
    return (
      <a class="nav-link" href={href} aria-current={current ? 'true' : undefined}>
        {inside}
      </a>
    );
  }
  return (
    <button
      class="nav-link"
      type="submit"
      form={form}
      name={name}
      value={value}
      aria-current={current ? 'true' : undefined}
    >
      {inside}
    </button>
  );
}

/** The dialog behind the "?" key. */
export function Shortcuts({
  title,
  close,
  then,
  rows,
}: {
  title: Child;
  close: Child;
  /** Between keys that are pressed one after the other. */
  then: Child;
  rows: { keys: string[]; does: Child }[];
}) {
  return (
    <Dialog id="shortcuts" title={title} actions={<CloseButton>{close}</CloseButton>}>
      <dl class="facts">
        {rows.map((row) => (
          <>
            <dt>{row.does}</dt>
            <dd>
              {row.keys.map((key, index) => (
                <>
                  {index === 1 && row.keys[0] === 'G' && <span class="meta"> {then} </span>}
                  <kbd class="kbd">{key}</kbd>
                </>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}

/** Asks before a form with `data-turbo-confirm` is sent; the client writes the question into it. */
export function ConfirmDialog({ title, cancel, confirm }: { title: Child; cancel: Child; confirm: Child }) {
  return (
    <Dialog
      id="confirm"
      title={title}
      actions={
        <form method="dialog" class="dialog-actions">
          <button type="submit" class="button" value="cancel">
            {cancel}
          </button>
          <button type="submit" class="button primary" value="confirm">
            {confirm}
          </button>
        </form>
      }
    >
      <p data-part="message" />
    </Dialog>
  );
}
