import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { say } from '../messages.ts';

interface StepProps {
  id: string;
  title: string;
  done: boolean;
  /** What has to be done next. */
  now: boolean;
  more?: Child;
}

/** One of several things to do, in the order in which they are done. */
export function Step({ id, title, done, now, more, children }: PropsWithChildren<StepProps>) {
  return (
    <li id={id} data-state={done ? 'done' : undefined} aria-current={now ? 'step' : undefined}>
      <div class="split">
        <h2>{title}</h2>
        {more}
      </div>
      {children}
    </li>
  );
}

/** A value that has to be taken somewhere else, letter by letter. */
export function Copy({ reader, id, label, value }: { reader: Reader; id: string; label: string; value: string }) {
  return (
    <div class="field">
      <span class="label" id={`${id}-label`}>
        {label}
      </span>
      <div class="copy">
        <code id={id}>{value}</code>
        <Button
          size="small"
          variant="quiet"
          icon="copy"
          data-copy-from={id}
          data-copied={say(reader, 'copied')}
          aria-describedby={`${id}-label`}
        >
          <span data-part="label">{say(reader, 'copy')}</span>
        </Button>
      </div>
    </div>
  );
}

/** In a window of its own: what is half done here stays. */
export function TestLink({ reader, id, again }: { reader: Reader; id: string; again: boolean }) {
  return (
    <a class="button" href={`/sso/${id}/go?test=1`} target="_blank" rel="noopener" data-turbo="false">
      <Icon name="rotate-cw" />
      {say(reader, again ? 'test.again' : 'test.go')}
    </a>
  );
}
