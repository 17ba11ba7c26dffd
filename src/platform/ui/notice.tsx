import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes, type Tone } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type NoticeProps = PropsWithChildren<
  Attributes & {
    tone?: Tone | undefined;
    icon: IconName;
    action?: Child;
    role?: 'status' | 'alert' | undefined;
    /** -1 on an alert: a form that came back with it gives it the focus. */
    tabindex?: -1 | undefined;
  }
>;

/** A line or two about the page as a whole; `action` is one small button. */
export function Notice({ tone, icon, action, children, ...rest }: NoticeProps) {
  return (
    <div class={classes('notice', tone)} {...rest}>
      <Icon name={icon} />
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Over what was kept when a session ended in the middle of writing: the address that leads back ends in `#kept`. */
export function KeptNotice({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <Notice id="kept" tone="ok" icon="circle-check" role="status">
      <b>{title}</b> {children}
    </Notice>
  );
}

/** For a form with `data-draft`: the browser shows it when it has put back what was written here before. */
export function RestoredNote({ children }: PropsWithChildren) {
  return (
    <p class="restored" role="status" data-draft-restored hidden>
      <Icon name="circle-check" size="small" />
      {children}
    </p>
  );
}

export interface FieldProblem {
  /** Of the control. */
  id: string;
  /** The field's own name. What is wrong with it stands beside it and is not said twice. */
  label: string;
}

/** Above a refused form: says what is kept, and leads to each field that has a problem. Takes the focus. */
export function ErrorSummary({ title, errors }: { title: Child; errors: FieldProblem[] }) {
  return (
    <div class="notice bad" role="alert" tabindex={-1} autofocus>
      <Icon name="circle-alert" />
      <div class="errors">
        <b>{title}</b>
        {errors.length > 0 && (
          <ul>
            {errors.map((error) => (
              <li>
                <a class="link" href={`#${error.id}`}>
                  {error.label}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The place for quiet confirmations; always on the page, so that screen readers hear what arrives. */
export function Toasts({ children }: PropsWithChildren) {
  return (
    <div id="toasts" class="toasts" role="status">
      {children}
    </div>
  );
}

/** `action` is a button such as Undo. */
export function Toast({
  icon = 'check',
  action,
  children,
}: PropsWithChildren<{ icon?: IconName | undefined; action?: Child }>) {
  return (
    <div class="toast">
      <Icon name={icon} />
      <span>{children}</span>
      {action}
    </div>
  );
}

/** What the client shows when the connection goes. */
export function OfflineToast({ children }: PropsWithChildren) {
  return (
    <template id="offline-toast">
      <Toast icon="wifi-off">{children}</Toast>
    </template>
  );
}

/** What the client shows when the server could not take a form; the form stays. */
export function FailedToast({ children }: PropsWithChildren) {
  return (
    <template id="failed-toast">
      <Toast icon="triangle-alert">{children}</Toast>
    </template>
  );
}
