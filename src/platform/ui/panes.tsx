import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';

export type ListPaneProps = PropsWithChildren<{
  title: Child;
  /** h1 while nothing is open beside the list, h2 otherwise. */
  open?: boolean | undefined;
  count?: number | undefined;
  action?: Child;
  /** Segmented views and filters under the title. */
  filters?: Child;
  /** Keyboard hints or pages, at the end. */
  foot?: Child;
}>;

/** The left pane of a screen people work through. `children` is a `Rows`. */
export function ListPane({ title, open, count, action, filters, foot, children }: ListPaneProps) {
  const words = (
    <>
      {title} {count !== undefined && <span class="meta num">{count}</span>}
    </>
  );
  return (
    <div class="pane">
      <div class="pane-head">
        <div class="split">
          {open ? <h2 class="pane-title">{words}</h2> : <h1 class="pane-title">{words}</h1>}
          {action}
        </div>
        {filters}
      </div>
      {children}
      {foot && <div class="pane-foot meta">{foot}</div>}
    </div>
  );
}

/** The right pane: a conversation with its head, and an optional aside on wide screens. */
export function DetailPane({ head, aside, asideLabel, children, ...rest }: DetailPaneProps) {
  return (
    <div class={classes('pane-detail', 'conversation')} {...rest}>
      <div class="pane">
        {head && <div class="pane-head broad">{head}</div>}
        <div class="pane-body">{children}</div>
      </div>
      {aside && (
        <aside class="pane-body" aria-label={asideLabel}>
          {aside}
        </aside>
      )}
    </div>
  );
}

export type DetailPaneProps = PropsWithChildren<
  Attributes & { head?: Child; aside?: Child; asideLabel?: string | undefined }
>;

export type DetailHeadProps = PropsWithChildren<{ before?: Child; title: Child; beside?: boolean | undefined }>;

/** Badges above, title and actions beside each other. `beside` when the list's title is the page's h1. */
export function DetailHead({ before, title, beside, children }: DetailHeadProps) {
  return (
    <>
      {before && <div class="cluster">{before}</div>}
      <div class="split">
        {beside ? <h2 class="detail-title">{title}</h2> : <h1 class="detail-title">{title}</h1>}
        <div class="cluster">{children}</div>
      </div>
    </>
  );
}

/** "J K move  R reply": hints that hide on touch screens. */
export function KeyHints({ hints }: { hints: { keys: string[]; does: string }[] }) {
  return (
    <p class="cluster keys">
      {hints.map((hint) => (
        <span>
          {hint.keys.map((key) => (
            <>
              <kbd class="kbd">{key}</kbd>{' '}
            </>
          ))}
          {hint.does}
        </span>
      ))}
    </p>
  );
}
