import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes, type Tone } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type NoticeProps = PropsWithChildren<
  Attributes & { tone?: Tone | undefined; icon: IconName; action?: Child; role?: 'status' | 'alert' | undefined }
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

/** Above a refused form: says what is kept, and links each problem to its field. Takes the focus. */
export function ErrorSummary({ title, errors }: { title: Child; errors: { id: string; message: string }[] }) {
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
                  {error.message}
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
